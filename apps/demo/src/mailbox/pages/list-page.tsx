import { Button, ButtonGroup, formatDateTime, type Locale, Table, TextField } from '@garance/web/view';
import type { MailboxMessage } from '../mailbox.ts';
import { mailboxMessages } from '../mailbox-messages.ts';
import { MailboxLayout } from './mailbox-layout.tsx';

export interface ListPageProps {
  readonly locale: Locale;
  /** Search text; empty for all mails. */
  readonly query: string;
  /** Mails of this page, newest first. */
  readonly messages: readonly MailboxMessage[];
  /** Number of mails found, on all pages together. */
  readonly found: number;
  readonly newerHref?: string | undefined;
  readonly olderHref?: string | undefined;
}

/** The list of mails, with search and pages. */
export function ListPage(props: ListPageProps) {
  const { locale, query, found } = props;
  const texts = mailboxMessages(locale);
  const path = query === '' ? '/' : `/?${new URLSearchParams({ q: query })}`;
  return (
    <MailboxLayout locale={locale} title={texts.title} path={path}>
      <h1 class="govuk-heading-l">{texts.title}</h1>
      {found === 0 && query === '' ? <Empty locale={locale} /> : <Results {...props} />}
    </MailboxLayout>
  );
}

function Empty({ locale }: { readonly locale: Locale }) {
  const texts = mailboxMessages(locale);
  return (
    <>
      <h2 class="govuk-heading-m">{texts.emptyTitle}</h2>
      <p class="govuk-body">{texts.empty}</p>
      <Button variant="secondary" href="/">
        {texts.refresh}
      </Button>
    </>
  );
}

function Results({ locale, query, messages, found, newerHref, olderHref }: ListPageProps) {
  const texts = mailboxMessages(locale);
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: the search element is not yet known to all browsers */}
      <form method="get" action="/" role="search">
        <TextField id="q" name="q" type="search" label={texts.search} hint={texts.searchHint} value={query} />
        <ButtonGroup>
          <Button>{texts.searchButton}</Button>
          <Button variant="secondary" href="/">
            {query === '' ? texts.refresh : texts.all}
          </Button>
        </ButtonGroup>
      </form>
      {found === 0 ? (
        <p class="govuk-body" role="status">
          {texts.nothingFound(query)}
        </p>
      ) : (
        <>
          <p class="govuk-body" role="status">
            {texts.count(found)}
          </p>
          <MessageTable locale={locale} messages={messages} />
          <Pages locale={locale} newerHref={newerHref} olderHref={olderHref} />
          <form method="post" action="/messages/delete">
            <Button variant="warning">{texts.clear}</Button>
          </form>
        </>
      )}
    </>
  );
}

function MessageTable({ locale, messages }: Pick<ListPageProps, 'locale' | 'messages'>) {
  const texts = mailboxMessages(locale);
  const headers = [texts.subject, texts.to, texts.received];
  return (
    <Table
      caption={texts.table}
      captionHidden
      columns={headers.map((header) => ({ header }))}
      rows={messages.map(({ id, subject, to, date }) => [
        <a class="govuk-link" href={`/messages/${id}`} key={id}>
          {subject === '' ? texts.noSubject : subject}
        </a>,
        to.join(', '),
        <time dateTime={date} key={date}>
          {formatDateTime(locale, Date.parse(date))}
        </time>,
      ])}
    />
  );
}

function Pages({ locale, newerHref, olderHref }: Pick<ListPageProps, 'locale' | 'newerHref' | 'olderHref'>) {
  const texts = mailboxMessages(locale);
  if (newerHref === undefined && olderHref === undefined) return null;
  return (
    <nav aria-label={texts.pages}>
      <ButtonGroup>
        {newerHref === undefined ? null : (
          <Button variant="secondary" href={newerHref}>
            {texts.newer}
          </Button>
        )}
        {olderHref === undefined ? null : (
          <Button variant="secondary" href={olderHref}>
            {texts.older}
          </Button>
        )}
      </ButtonGroup>
    </nav>
  );
}
