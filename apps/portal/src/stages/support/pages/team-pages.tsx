import {
  Button,
  ButtonGroup,
  formatDate,
  formatDateTime,
  type Locale,
  SafeLink,
  Select,
  SummaryList,
  Tag,
  useLocale,
} from '@garance/web/view';
import { comesFrom, statesOf } from '../../../objects/lifecycle/lifecycle.ts';
import { firstAnswerOf } from '../../../objects/thread/clock.ts';
import { type ThreadState, threadLifecycle } from '../../../objects/thread/lifecycle.ts';
import type { ReadThread } from '../../../objects/thread/read.ts';
import type { SupportThread } from '../../../objects/thread/tables/threads.ts';
import { Discussion, MessageForm } from '../../../parts/discussion/discussion.tsx';
import type { MessageDraft } from '../../../parts/discussion/message-draft.ts';
import { TemplatePicker } from '../../../parts/discussion/template-picker.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { PortalPage } from '../../../parts/page.tsx';
import { Filters, Queue, SearchField } from '../../../parts/queue/queue.tsx';
import type { Page } from '../../../parts/queue/read-page.ts';
import { answerFields } from '../fields.ts';
import { type SupportDone, stateTones, supportTexts } from '../texts.ts';
import { ThreadDocuments, threadErrors } from './partner-pages.tsx';

export interface QueueRow {
  readonly thread: SupportThread;
  readonly organisation: string | undefined;
}

interface QueueProps {
  readonly context: PortalPageContext;
  readonly state: ThreadState;
  readonly text: string;
  readonly page: Page<QueueRow>;
  readonly nowMs: number;
}

/** Threads that wait for the team, longest wait first. */
export function ThreadQueuePage({ context, state, text, page, nowMs }: QueueProps) {
  const { locale } = context;
  const texts = supportTexts(locale);
  return (
    <PortalPage context={context} title={texts.queue} width="wide">
      <Filters action="/threads">
        <SearchField hint={texts.searchHint} value={text} />
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
      </Filters>
      <Queue
        caption={texts.queue}
        page={page}
        columns={[texts.subject, texts.organisation, texts.waits, texts.firstAnswer]}
        cells={({ thread, organisation }) => [
          <SafeLink href={`/threads/${thread.id}`}>{thread.subject}</SafeLink>,
          organisation ?? texts.nobody,
          formatDateTime(locale, thread.waitingSinceMs),
          <FirstAnswerTag thread={thread} nowMs={nowMs} locale={locale} />,
        ]}
        empty={texts.emptyQueue}
      />
      <p class="govuk-body">
        <SafeLink href="/review/templates">{texts.templates}</SafeLink>
      </p>
    </PortalPage>
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
  readonly draft: MessageDraft;
  readonly fileCsrf: string;
  readonly fileErrors: readonly string[];
  readonly done: SupportDone | undefined;
  readonly nowMs: number;
}

export function TeamThreadPage(props: TeamThreadProps) {
  const { context, thread, messages, names, links, draft, fileErrors, done } = props;
  const errors = threadErrors(draft, fileErrors);
  const { locale } = context;
  const texts = supportTexts(locale);
  const nameOf = (author: string) => names.get(author) ?? texts.former;
  const base = `/threads/${thread.id}`;
  return (
    <PortalPage
      context={context}
      title={thread.subject}
      backHref="/threads"
      errors={errors}
      done={done && texts.done[done]}
    >
      <ThreadFacts {...props} />
      <Discussion title={null} messages={messages} nameOf={nameOf} links={links}>
        <AnswerForm {...props} />
      </Discussion>
      <ThreadDocuments base={base} files={props.files} csrf={props.fileCsrf} errors={fileErrors} />
    </PortalPage>
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

function AnswerForm({ context, thread, templates, draft }: TeamThreadProps) {
  const { locale } = context;
  const base = `/threads/${thread.id}`;
  const isOpen = !threadLifecycle.states[thread.state].closed;
  return (
    <section id="answer">
      {isOpen && (
        <TemplatePicker action={base} anchor="answer" templates={templates} name="template" locale={locale} />
      )}
      <MessageForm
        action={`${base}/messages`}
        draft={draft}
        fields={answerFields(isOpen)}
        buttons={<AnswerButtons state={thread.state} />}
      >
        <input type="hidden" name="version" value={thread.version} />
      </MessageForm>
    </section>
  );
}

function AnswerButtons({ state }: Pick<SupportThread, 'state'>) {
  const texts = supportTexts(useLocale());
  const isOpen = !threadLifecycle.states[state].closed;
  return (
    <ButtonGroup>
      {isOpen && (
        <Button name="event" value="answer">
          {texts.answer}
        </Button>
      )}
      {comesFrom(threadLifecycle, 'ask', state) && (
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
  );
}
