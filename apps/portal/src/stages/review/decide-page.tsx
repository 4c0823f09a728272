import { Button, Checkbox, formatDateTime, Notice, SafeLink, TextField } from '@garance/web/view';
import type { FieldErrors } from '../../objects/form.ts';
import type { HistoryEntry } from '../../objects/journal/history.ts';
import { consequences, decisions, type ReviewEvent, wantsReason } from '../../objects/request/decisions.ts';
import type { HabilitationRequest } from '../../objects/request/tables/requests.ts';
import type { MessageTemplate } from '../../objects/request/tables/templates.ts';
import { TemplatePicker } from '../../parts/discussion/template-picker.tsx';
import { FormErrors, HiddenFields, hasErrors } from '../../parts/form/form-parts.tsx';
import { PortalLayout, type PortalPageContext } from '../../parts/layout.tsx';
import { eventDone } from '../../parts/request/event-texts.ts';
import { reviewTexts } from '../../parts/request/review-texts.ts';
import { nameOf } from './name-of.ts';

interface DecidePageProps {
  readonly context: PortalPageContext;
  readonly request: HabilitationRequest;
  readonly event: ReviewEvent;
  readonly csrf: string;
  readonly reason: string;
  readonly errors: FieldErrors;
  readonly templates: readonly MessageTemplate[];
  /** The last event, when the request changed since the page was opened. */
  readonly overtaken?: {
    readonly last: HistoryEntry | undefined;
    readonly names: ReadonlyMap<string, string>;
  };
  /** False when the decision is no longer possible. */
  readonly isOffered: boolean;
  /** The decision grants something to an organisation that is not verified. */
  readonly isUnverified: boolean;
}

/** Consequences of a decision, its reason, the confirmation. */
export function DecidePage(props: DecidePageProps) {
  const { context, request, event, errors, templates, overtaken, isUnverified } = props;
  const isOffered = props.isOffered && !isUnverified;
  const { locale } = context;
  const texts = reviewTexts(locale);
  const { label } = decisions[event];
  const action = `/review/${request.id}/decide/${event}`;
  const title = `${label[locale]} : ${request.title}`;
  return (
    <PortalLayout
      context={context}
      title={title}
      backHref={`/review/${request.id}`}
      hasErrors={hasErrors(errors)}
    >
      <FormErrors errors={errors} />
      {overtaken !== undefined && <Overtaken {...props} overtaken={overtaken} />}
      <h1 class="govuk-heading-l">{title}</h1>
      <h2 class="govuk-heading-m">{texts.whatItDoes}</h2>
      <ul class="govuk-list govuk-list--bullet">
        {consequences(event, request, locale).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {isUnverified && (
        <Notice tone="warning" title={texts.unverified}>
          <SafeLink href={`/review/${request.id}/organisation`}>{texts.verify}</SafeLink>
        </Notice>
      )}
      {wantsReason(event) && isOffered && (
        <TemplatePicker
          action={action}
          anchor="reason"
          templates={templates}
          name="template"
          locale={locale}
        />
      )}
      {isOffered ? <DecisionForm {...props} action={action} /> : <Kept {...props} />}
    </PortalLayout>
  );
}

function DecisionForm({
  context,
  request,
  event,
  csrf,
  reason,
  errors,
  action,
}: DecidePageProps & { readonly action: string }) {
  const texts = reviewTexts(context.locale);
  const { label, tone } = decisions[event];
  return (
    <form method="post" action={action} novalidate>
      <HiddenFields csrf={csrf} />
      <input type="hidden" name="version" value={String(request.version)} />
      {wantsReason(event) && (
        <TextField
          id="reason"
          name="reason"
          label={texts.reason}
          hint={texts.reasonHint}
          rows={8}
          value={reason}
          error={errors.reason}
        />
      )}
      <Checkbox id="confirm" name="confirm" label={texts.confirm} error={errors.confirm} />
      <Button variant={tone === 'secondary' ? 'primary' : tone}>{label[context.locale]}</Button>
    </form>
  );
}

/** Text written for a decision that is no longer possible, shown so that it is not lost. */
function Kept({ context, request, reason }: DecidePageProps) {
  const texts = reviewTexts(context.locale);
  return (
    <>
      {reason !== '' && <TextField id="reason" name="reason" label={texts.reason} rows={8} value={reason} />}
      <Button href={`/review/${request.id}`}>{texts.backToRequest}</Button>
    </>
  );
}

/** Of two concurrent decisions the second is refused; this page names the first one and its author. */
function Overtaken({ context, overtaken }: DecidePageProps & Required<Pick<DecidePageProps, 'overtaken'>>) {
  const { locale } = context;
  const texts = reviewTexts(locale);
  const { last, names } = overtaken;
  return (
    <Notice tone="error" title={texts.tooLate}>
      <p>{texts.tooLateText}</p>
      {last !== undefined && (
        <p>
          {texts.lastEvent(
            eventDone(last.event)[locale],
            nameOf(last.actor, names, texts),
            formatDateTime(locale, last.atMs),
          )}
        </p>
      )}
    </Notice>
  );
}
