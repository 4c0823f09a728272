import { Button, formatDate, Notice, RadioGroup, SafeLink, Table, Tag, TextField } from '@garance/web/view';
import type { FieldErrors } from '../../../objects/form.ts';
import type { Service } from '../../../objects/service/table.ts';
import { firstAnswerDays, firstAnswerOf } from '../../../objects/thread/clock.ts';
import { threadLifecycle } from '../../../objects/thread/lifecycle.ts';
import type { ReadThread } from '../../../objects/thread/read.ts';
import type { SupportThread } from '../../../objects/thread/tables/threads.ts';
import { FormPage } from '../../../parts/form/form-page.tsx';
import { FormErrors, HiddenFields, hasErrors } from '../../../parts/form/form-parts.tsx';
import { PortalLayout, type PortalPageContext } from '../../../parts/layout.tsx';
import { type SupportDone, stateTones, supportTexts } from '../texts.ts';
import { Files, Messages } from './parts.tsx';

interface ListProps {
  readonly context: PortalPageContext;
  readonly threads: readonly SupportThread[];
  readonly nextHref: string | undefined;
  readonly isFirst: boolean;
}

/** A partner's threads. */
export function ThreadListPage({ context, threads, nextHref, isFirst }: ListProps) {
  const { locale } = context;
  const texts = supportTexts(locale);
  return (
    <PortalLayout context={context} title={texts.title} width="wide">
      <h1 class="govuk-heading-l">{texts.title}</h1>
      <p class="govuk-body-l">
        {texts.intro} {texts.promise(firstAnswerDays)}
      </p>
      <Button href="/support/new">{texts.new}</Button>
      <Table
        caption={texts.title}
        captionHidden
        columns={[{ header: texts.subject }, { header: texts.state }, { header: texts.since }]}
        rows={threads.map(({ id, subject, state, createdAtMs }) => [
          <SafeLink href={`/support/${id}`}>{subject}</SafeLink>,
          <Tag tone={stateTones[state]}>{texts.partnerStates[state]}</Tag>,
          formatDate(locale, createdAtMs),
        ])}
        empty={texts.none}
      />
      <p class="govuk-body">
        {nextHref !== undefined && <SafeLink href={nextHref}>{texts.next}</SafeLink>}{' '}
        {!isFirst && <SafeLink href="/support">{texts.first}</SafeLink>}
      </p>
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
            options={[...services.map((each) => ({ value: each.id, label: each.name })), none]}
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
    readonly csrf: string;
    readonly messageId: string;
    readonly closeCsrf: string | undefined;
    readonly fileCsrf: string;
  };
  readonly text: string;
  readonly errors: FieldErrors | undefined;
  readonly done: SupportDone | undefined;
  readonly nowMs: number;
}

export function PartnerThreadPage(props: PartnerThreadProps) {
  const { context, thread, messages, names, links, files, form, errors, done, service } = props;
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
      <Messages
        messages={messages}
        nameOf={(author) => names.get(author) ?? texts.former}
        links={links}
        locale={locale}
      />
      {form === undefined ? (
        <p class="govuk-body">{texts.readOnly}</p>
      ) : (
        <form method="post" action={`${base}/messages`} novalidate>
          <HiddenFields csrf={form.csrf} />
          <input type="hidden" name="id" value={form.messageId} />
          <TextField
            id="text"
            name="text"
            label={texts.text}
            hint={closed ? texts.reopenHint : texts.textHint}
            rows={6}
            value={props.text}
            error={errors?.text}
          />
          <Button>{texts.send}</Button>
        </form>
      )}
      <Files base={base} files={files} csrf={form?.fileCsrf} error={errors?.file} locale={locale} />
      {form?.closeCsrf !== undefined && (
        <form method="post" action={`${base}/close`}>
          <HiddenFields csrf={form.closeCsrf} />
          <Button variant="secondary">{texts.close}</Button>
        </form>
      )}
    </PortalLayout>
  );
}
