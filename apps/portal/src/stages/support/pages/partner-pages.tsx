import { Button, formatDate, SafeLink, Tag, useLocale } from '@garance/web/view';
import { documentLimits } from '../../../objects/attachment/limits.ts';
import type { Attachment } from '../../../objects/attachment/table.ts';
import type { FormValues } from '../../../objects/form/field.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import type { Service } from '../../../objects/service/table.ts';
import { firstAnswerDays, firstAnswerOf } from '../../../objects/thread/clock.ts';
import { threadLifecycle } from '../../../objects/thread/lifecycle.ts';
import type { ReadThread } from '../../../objects/thread/read.ts';
import type { SupportThread } from '../../../objects/thread/tables/threads.ts';
import { Discussion, MessageForm } from '../../../parts/discussion/discussion.tsx';
import type { MessageDraft } from '../../../parts/discussion/message-draft.ts';
import { Documents, UploadForm, uploadErrors } from '../../../parts/documents/documents.tsx';
import { Fields } from '../../../parts/form/field-view.tsx';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { PortalPage } from '../../../parts/page.tsx';
import { Queue } from '../../../parts/queue/queue.tsx';
import type { Page } from '../../../parts/queue/read-page.ts';
import { newThreadFields, partnerMessageFields } from '../fields.ts';
import { type SupportDone, stateTones, supportTexts } from '../texts.ts';

interface ListProps {
  readonly context: PortalPageContext;
  readonly page: Page<SupportThread>;
}

/** A partner's threads. */
export function ThreadListPage({ context, page }: ListProps) {
  const { locale } = context;
  const texts = supportTexts(locale);
  return (
    <PortalPage context={context} title={texts.title} width="wide">
      <p class="govuk-body-l">
        {texts.intro} {texts.promise(firstAnswerDays)}
      </p>
      <Button href="/support/new">{texts.new}</Button>
      <Queue
        caption={texts.title}
        page={page}
        columns={[texts.subject, texts.state, texts.since]}
        cells={({ id, subject, state, createdAtMs }) => [
          <SafeLink href={`/support/${id}`}>{subject}</SafeLink>,
          <Tag tone={stateTones[state]}>{texts.partnerStates[state]}</Tag>,
          formatDate(locale, createdAtMs),
        ]}
        empty={texts.none}
      />
    </PortalPage>
  );
}

interface NewThreadProps {
  readonly context: PortalPageContext;
  readonly csrf: string;
  /** Id of the new thread, from the form: a form sent twice creates one thread. */
  readonly id: string;
  readonly services: readonly Service[];
  readonly values: FormValues;
  readonly errors?: FieldErrors;
}

export function NewThreadPage({ context, csrf, id, services, values, errors }: NewThreadProps) {
  const texts = supportTexts(context.locale);
  return (
    <PortalPage context={context} title={texts.new} backHref="/support" errors={errors}>
      <p class="govuk-body">{texts.promise(firstAnswerDays)}</p>
      <PortalForm action="/support" csrf={csrf}>
        <input type="hidden" name="id" value={id} />
        <Fields
          fields={newThreadFields(services)}
          locale={context.locale}
          values={values}
          errors={errors ?? {}}
        />
        <Button>{texts.send}</Button>
      </PortalForm>
    </PortalPage>
  );
}

export interface PartnerThreadProps extends ReadThread {
  readonly context: PortalPageContext;
  /** Absent for readers. */
  readonly form?: {
    readonly draft: MessageDraft;
    readonly closeCsrf: string | undefined;
    readonly fileCsrf: string;
  };
  readonly fileErrors: readonly string[];
  readonly done: SupportDone | undefined;
  readonly nowMs: number;
}

export function PartnerThreadPage(props: PartnerThreadProps) {
  const { context, thread, messages, names, links, files, form, fileErrors, done, service } = props;
  const errors = threadErrors(form?.draft, fileErrors);
  const { locale } = context;
  const texts = supportTexts(locale);
  const { state } = thread;
  const { waitsFor, closed } = threadLifecycle.states[state];
  const first = firstAnswerOf(thread, props.nowMs);
  const base = `/support/${thread.id}`;
  return (
    <PortalPage
      context={context}
      title={thread.subject}
      backHref="/support"
      errors={errors}
      done={done && texts.done[done]}
    >
      <p class="govuk-body">
        <Tag tone={stateTones[state]}>{texts.partnerStates[state]}</Tag> {service?.name}
      </p>
      {first.kind === 'due' && waitsFor === 'team' && (
        <p class="govuk-body">
          {texts.promise(firstAnswerDays)} {formatDate(locale, Date.parse(first.on))}.
        </p>
      )}
      <Discussion
        title={null}
        messages={messages}
        nameOf={(author) => names.get(author) ?? texts.former}
        links={links}
      >
        {form === undefined ? (
          <p class="govuk-body">{texts.readOnly}</p>
        ) : (
          <MessageForm
            action={`${base}/messages`}
            draft={form.draft}
            fields={partnerMessageFields(closed === true)}
          />
        )}
      </Discussion>
      <ThreadDocuments base={base} files={files} csrf={form?.fileCsrf} errors={fileErrors} />
      {form?.closeCsrf !== undefined && (
        <PortalForm action={`${base}/close`} csrf={form.closeCsrf}>
          <Button variant="secondary">{texts.close}</Button>
        </PortalForm>
      )}
    </PortalPage>
  );
}

/** Errors of a thread's page, for the summary. */
export function threadErrors(draft: MessageDraft | undefined, fileErrors: readonly string[]): FieldErrors {
  return { ...draft?.errors, ...uploadErrors(fileErrors) };
}

interface ThreadDocumentsProps {
  /** Path of the thread, for the partner or the team. */
  readonly base: string;
  readonly files: readonly Attachment[];
  /** Absent for readers. */
  readonly csrf: string | undefined;
  readonly errors: readonly string[];
}

/** Documents of the thread, and where to add one. */
export function ThreadDocuments({ base, files, csrf, errors }: ThreadDocumentsProps) {
  return (
    <section id="files">
      <h2 class="govuk-heading-m">{supportTexts(useLocale()).files}</h2>
      <Documents documents={files} hrefOf={(id) => `${base}/files/${id}`} />
      {csrf !== undefined && (
        <UploadForm
          action={`${base}/files`}
          csrf={csrf}
          room={documentLimits.thread.maxCount - files.length}
          errors={errors}
        />
      )}
    </section>
  );
}
