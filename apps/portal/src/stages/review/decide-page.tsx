import { Button, formatDateTime, Notice, SafeLink } from '@garance/web/view';
import { type FormValues, textOf } from '../../objects/form/field.ts';
import type { FieldErrors } from '../../objects/form.ts';
import type { HistoryEntry } from '../../objects/journal/history.ts';
import { consequences, decisions, type ReviewEvent, wantsReason } from '../../objects/request/decisions.ts';
import type { HabilitationRequest } from '../../objects/request/tables/requests.ts';
import type { MessageTemplate } from '../../objects/request/tables/templates.ts';
import { TemplatePicker } from '../../parts/discussion/template-picker.tsx';
import { Fields, FieldView } from '../../parts/form/field-view.tsx';
import { PortalForm } from '../../parts/form/form-parts.tsx';
import { PortalLayout, type PortalPageContext } from '../../parts/layout.tsx';
import { eventDone } from '../../parts/request/event-texts.ts';
import { reviewTexts } from '../../parts/request/review-texts.ts';
import { decisionFields, reasonField } from './fields.ts';
import { nameOf } from './name-of.ts';

interface DecidePageProps {
  readonly context: PortalPageContext;
  readonly request: HabilitationRequest;
  readonly event: ReviewEvent;
  readonly csrf: string;
  readonly values: FormValues;
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
    <PortalLayout context={context} title={title} backHref={`/review/${request.id}`} errors={errors}>
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

function DecisionForm({ action, ...props }: DecidePageProps & { readonly action: string }) {
  const { context, request, event, csrf, values, errors } = props;
  const { locale } = context;
  const { label, tone } = decisions[event];
  return (
    <PortalForm action={action} csrf={csrf}>
      <input type="hidden" name="version" value={String(request.version)} />
      <Fields fields={decisionFields(event)} locale={locale} values={values} errors={errors} />
      <Button variant={tone === 'secondary' ? 'primary' : tone}>{label[locale]}</Button>
    </PortalForm>
  );
}

/** Text written for a decision that is no longer possible, shown so that it is not lost. */
function Kept({ context, request, values }: DecidePageProps) {
  const texts = reviewTexts(context.locale);
  return (
    <>
      {textOf(values, 'reason') !== '' && (
        <FieldView field={reasonField} locale={context.locale} values={values} errors={{}} />
      )}
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
