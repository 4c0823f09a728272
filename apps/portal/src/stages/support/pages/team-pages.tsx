import {
  Button,
  ButtonGroup,
  formatDate,
  formatDateTime,
  type Locale,
  Notice,
  SafeLink,
  Select,
  SummaryList,
  Table,
  Tag,
  TextField,
} from '@garance/web/view';
import type { FieldErrors } from '../../../objects/form.ts';
import { comesFrom, statesOf } from '../../../objects/lifecycle/lifecycle.ts';
import { firstAnswerOf } from '../../../objects/thread/clock.ts';
import { type ThreadState, threadLifecycle } from '../../../objects/thread/lifecycle.ts';
import type { ReadThread } from '../../../objects/thread/read.ts';
import type { SupportThread } from '../../../objects/thread/tables/threads.ts';
import { TemplatePicker } from '../../../parts/discussion/template-picker.tsx';
import { FormErrors, HiddenFields, hasErrors } from '../../../parts/form/form-parts.tsx';
import { PortalLayout, type PortalPageContext } from '../../../parts/layout.tsx';
import { type SupportDone, stateTones, supportTexts } from '../texts.ts';
import { Files, Messages } from './parts.tsx';

export interface QueueRow {
  readonly thread: SupportThread;
  readonly organisation: string | undefined;
}

interface QueueProps {
  readonly context: PortalPageContext;
  readonly state: ThreadState;
  readonly text: string;
  readonly rows: readonly QueueRow[];
  readonly nextHref: string | undefined;
  readonly firstHref: string | undefined;
  readonly nowMs: number;
}

/** What partners wait for, the longest first. */
export function ThreadQueuePage({ context, state, text, rows, nextHref, firstHref, nowMs }: QueueProps) {
  const { locale } = context;
  const texts = supportTexts(locale);
  return (
    <PortalLayout context={context} title={texts.queue} width="wide">
      <h1 class="govuk-heading-l">{texts.queue}</h1>
      <form method="get" action="/threads" class="garance-filters">
        <TextField
          id="text"
          name="text"
          type="search"
          label={texts.search}
          hint={texts.searchHint}
          value={text}
        />
        <Select
          id="state"
          name="state"
          label={texts.state}
          value={state}
          options={statesOf(threadLifecycle).map((value) => ({
            value,
            label: texts.states[value],
          }))}
        />
        <Button variant="secondary">{texts.filter}</Button>
      </form>
      <Table
        caption={texts.queue}
        captionHidden
        columns={[
          { header: texts.subject },
          { header: texts.organisation },
          { header: texts.waits },
          { header: texts.firstAnswer },
        ]}
        rows={rows.map(({ thread, organisation }) => [
          <SafeLink href={`/threads/${thread.id}`}>{thread.subject}</SafeLink>,
          organisation ?? texts.nobody,
          formatDateTime(locale, thread.waitingSinceMs),
          <FirstAnswerTag thread={thread} nowMs={nowMs} locale={locale} />,
        ])}
        empty={texts.emptyQueue}
      />
      <p class="govuk-body">
        {nextHref !== undefined && <SafeLink href={nextHref}>{texts.next}</SafeLink>}{' '}
        {firstHref !== undefined && <SafeLink href={firstHref}>{texts.first}</SafeLink>}
      </p>
      <p class="govuk-body">
        <SafeLink href="/review/templates">{texts.templates}</SafeLink>
      </p>
    </PortalLayout>
  );
}

interface FirstAnswerTagProps {
  readonly thread: SupportThread;
  readonly nowMs: number;
  readonly locale: Locale;
}

function FirstAnswerTag({ thread, nowMs, locale }: FirstAnswerTagProps) {
  const texts = supportTexts(locale);
  const first = firstAnswerOf(thread, nowMs);
  if (first.kind === 'answered') return <>{texts.answeredOn(formatDate(locale, first.atMs))}</>;
  if (first.left < 0) return <Tag tone="error">{texts.late(-first.left)}</Tag>;
  return <Tag tone={first.left === 0 ? 'warning' : 'neutral'}>{texts.left(first.left)}</Tag>;
}

export interface TeamThreadProps extends ReadThread {
  readonly context: PortalPageContext;
  readonly csrf: string;
  readonly fileCsrf: string;
  readonly messageId: string;
  readonly text: string;
  readonly errors: FieldErrors | undefined;
  readonly done: SupportDone | undefined;
  readonly nowMs: number;
}

export function TeamThreadPage(props: TeamThreadProps) {
  const { context, thread, messages, names, links, errors, done } = props;
  const { locale } = context;
  const texts = supportTexts(locale);
  const nameOf = (author: string) => names.get(author) ?? texts.former;
  const base = `/threads/${thread.id}`;
  return (
    <PortalLayout context={context} title={thread.subject} backHref="/threads" hasErrors={hasErrors(errors)}>
      {done !== undefined && <Notice tone="success" title={texts.done[done]} />}
      <FormErrors errors={errors} />
      <h1 class="govuk-heading-l">{thread.subject}</h1>
      <ThreadFacts {...props} />
      <Messages messages={messages} nameOf={nameOf} links={links} locale={locale} />
      <AnswerForm {...props} />
      <Files base={base} files={props.files} csrf={props.fileCsrf} error={errors?.file} locale={locale} />
    </PortalLayout>
  );
}

function ThreadFacts({ context, thread, organisation, service, names, nowMs }: TeamThreadProps) {
  const { locale } = context;
  const texts = supportTexts(locale);
  const { state } = thread;
  return (
    <SummaryList
      rows={[
        { key: texts.state, value: <Tag tone={stateTones[state]}>{texts.states[state]}</Tag> },
        { key: texts.from, value: names.get(thread.openedBy) ?? texts.former },
        { key: texts.organisation, value: organisation?.name ?? texts.nobody },
        ...(service === undefined
          ? []
          : [
              {
                key: texts.aboutService,
                value: <SafeLink href={`/services/${service.id}`}>{service.name}</SafeLink>,
              },
            ]),
        { key: texts.openedOn, value: formatDateTime(locale, thread.createdAtMs) },
        { key: texts.firstAnswer, value: <FirstAnswerTag thread={thread} nowMs={nowMs} locale={locale} /> },
      ]}
    />
  );
}

function AnswerForm({ context, thread, templates, csrf, messageId, text, errors }: TeamThreadProps) {
  const { locale } = context;
  const texts = supportTexts(locale);
  const base = `/threads/${thread.id}`;
  const isOpen = !threadLifecycle.states[thread.state].closed;
  const mayAsk = comesFrom(threadLifecycle, 'ask', thread.state);
  return (
    <section id="answer">
      {isOpen && (
        <TemplatePicker action={base} anchor="answer" templates={templates} name="template" locale={locale} />
      )}
      <form method="post" action={`${base}/messages`} novalidate>
        <HiddenFields csrf={csrf} />
        <input type="hidden" name="id" value={messageId} />
        <input type="hidden" name="version" value={thread.version} />
        <TextField
          id="text"
          name="text"
          label={texts.answerText}
          hint={isOpen ? texts.closeHint : undefined}
          rows={8}
          value={text}
          error={errors?.text}
        />
        <ButtonGroup>
          {isOpen && (
            <Button name="event" value="answer">
              {texts.answer}
            </Button>
          )}
          {mayAsk && (
            <Button variant="secondary" name="event" value="ask">
              {texts.ask}
            </Button>
          )}
          <Button variant="secondary" name="event" value="note">
            {texts.note}
          </Button>
          {isOpen && (
            <Button variant="secondary" name="event" value="close">
              {texts.closeTeam}
            </Button>
          )}
        </ButtonGroup>
      </form>
    </section>
  );
}
