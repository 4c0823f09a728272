import { Details, formatDateTime, type Locale, SummaryList } from '@garance/web/view';
import type { MailboxMessage } from '../mailbox.ts';
import { mailboxMessages } from '../mailbox-messages.ts';
import { MailText } from './mail-text.tsx';
import { MailboxLayout } from './mailbox-layout.tsx';

export interface MessagePageProps {
  readonly locale: Locale;
  readonly message: MailboxMessage;
}

/** One mail: headers, text and HTML. */
export function MessagePage({ locale, message }: MessagePageProps) {
  const texts = mailboxMessages(locale);
  const { id, subject, from, to, date, messageId } = message;
  const title = subject === '' ? texts.noSubject : subject;
  const received = <time dateTime={date}>{formatDateTime(locale, Date.parse(date))}</time>;
  return (
    <MailboxLayout locale={locale} title={title} path={`/messages/${id}`} backHref="/">
      <h1 class="govuk-heading-l">{title}</h1>
      <SummaryList
        rows={[
          { key: texts.from, value: from },
          { key: texts.to, value: to.join(', ') },
          { key: texts.received, value: received },
          { key: texts.messageId, value: <code>{messageId}</code> },
        ]}
      />
      <Content locale={locale} message={message} />
    </MailboxLayout>
  );
}

function Content({ locale, message }: MessagePageProps) {
  const texts = mailboxMessages(locale);
  const { id, subject, text, html } = message;
  if (text === '' && html === '') return <p class="govuk-body">{texts.noContent}</p>;
  if (html === '') return <MailText text={text} />;
  return (
    <>
      <h2 class="govuk-heading-m">{texts.formatted}</h2>
      {/* The frame allows no script, no form and no navigation; links open in a new window (see html-part.ts) */}
      <iframe
        src={`/messages/${id}/html`}
        title={texts.formattedTitle(subject)}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        width="100%"
        height="640"
        frameborder="0"
      />
      {text === '' ? null : (
        <Details summary={texts.plain}>
          <MailText text={text} />
        </Details>
      )}
    </>
  );
}
