import {
  Button,
  formatDate,
  Notice,
  RadioGroup,
  SafeLink,
  Tag,
  TextField,
  useLocale,
} from '@garance/web/view';
import { documentLimits } from '../../../objects/attachment/limits.ts';
import type { Attachment } from '../../../objects/attachment/table.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import type { Service } from '../../../objects/service/table.ts';
import { firstAnswerDays, firstAnswerOf } from '../../../objects/thread/clock.ts';
import { threadLifecycle } from '../../../objects/thread/lifecycle.ts';
import type { ReadThread } from '../../../objects/thread/read.ts';
import type { SupportThread } from '../../../objects/thread/tables/threads.ts';
import { Discussion, MessageForm } from '../../../parts/discussion/discussion.tsx';
import type { MessageDraft } from '../../../parts/discussion/message-draft.ts';
import { Documents, UploadForm } from '../../../parts/documents/documents.tsx';
import { FormPage } from '../../../parts/form/form-page.tsx';
import { FormErrors, HiddenFields, hasErrors } from '../../../parts/form/form-parts.tsx';
import { PortalLayout, type PortalPageContext } from '../../../parts/layout.tsx';
import { Queue } from '../../../parts/queue/queue.tsx';
import type { Page } from '../../../parts/queue/read-page.ts';
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
    <PortalLayout context={context} title={texts.title} width="wide">
      <h1 class="govuk-heading-l">{texts.title}</h1>
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
    </PortalLayout>
  );
}

interface NewThreadProps {
  readonly context: PortalPageContext;
  readonly csrf: string;
  /** Of the thread to be: the same form sent twice is one thread. */
  readonly id: string;
  readonly services: readonly Service[];
  readonly values: Readonly<Record<string, string>>;
  readonly errors?: FieldErrors;
}

export function NewThreadPage({ context, csrf, id, services, values, errors }: NewThreadProps) {
  const texts = supportTexts(context.locale);
  const none = { value: '', label: texts.noService, hint: texts.noServiceHint };
  return (
    <FormPage context={context} title={texts.new} backHref="/support" errors={errors}>
      <p class="govuk-body">{texts.promise(firstAnswerDays)}</p>
      <form method="post" action="/support" novalidate>
        <HiddenFields csrf={csrf} />
        <input type="hidden" name="id" value={id} />
        {services.length > 0 && (
          <RadioGroup
            id="service"
            name="service"
            legend={texts.service}
            hint={texts.serviceHint}
            options={[...services.map((service) => ({ value: service.id, label: service.name })), none]}
            value={values.service ?? ''}
            error={errors?.service}
          />
        )}
        <TextField
          id="subject"
          name="subject"
          label={texts.subject}
          maxLength={200}
          value={values.subject ?? ''}
          error={errors?.subject}
        />
        <TextField
          id="text"
          name="text"
          label={texts.text}
          hint={texts.textHint}
          rows={8}
          value={values.text ?? ''}
          error={errors?.text}
        />
        <Button>{texts.send}</Button>
      </form>
    </FormPage>
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
    <PortalLayout context={context} title={thread.subject} backHref="/support" hasErrors={hasErrors(errors)}>
      {done !== undefined && <Notice tone="success" title={texts.done[done]} />}
      <FormErrors errors={errors} />
      <h1 class="govuk-heading-l">{thread.subject}</h1>
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
            hint={closed ? texts.reopenHint : texts.textHint}
          />
        )}
      </Discussion>
      <ThreadDocuments base={base} files={files} csrf={form?.fileCsrf} errors={fileErrors} />
      {form?.closeCsrf !== undefined && (
        <form method="post" action={`${base}/close`}>
          <HiddenFields csrf={form.closeCsrf} />
          <Button variant="secondary">{texts.close}</Button>
        </form>
      )}
    </PortalLayout>
  );
}

/** Errors of a thread's page, for the summary. */
export function threadErrors(draft: MessageDraft | undefined, fileErrors: readonly string[]): FieldErrors {
  return {
    ...(draft?.error !== undefined && { text: draft.error }),
    ...(fileErrors.length > 0 && { file: fileErrors.join(' ') }),
  };
}

interface ThreadDocumentsProps {
  /** Path of the thread, on the side of the reader. */
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
