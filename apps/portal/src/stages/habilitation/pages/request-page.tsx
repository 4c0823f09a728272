import {
  Button,
  createMessages,
  formatDate,
  formatDateTime,
  Notice,
  platformNames,
  SafeLink,
  Tag,
} from '@garance/web/view';
import type { DiscussionMessage } from '../../../objects/discussion/table.ts';
import type { HistoryEntry } from '../../../objects/journal/history.ts';
import { requestLifecycle } from '../../../objects/request/lifecycle.ts';
import type { FormStepName } from '../../../objects/request/questions/field.ts';
import { formSteps } from '../../../objects/request/questions/steps.ts';
import { presentRequestState } from '../../../objects/request/request-states.ts';
import type { HabilitationRequest } from '../../../objects/request/tables/requests.ts';
import { Discussion, MessageForm } from '../../../parts/discussion/discussion.tsx';
import type { MessageDraft } from '../../../parts/discussion/message-draft.ts';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { PortalPage } from '../../../parts/page.tsx';
import { Progress, progressOf } from '../../../parts/progress.tsx';
import { eventDone, eventTexts, type PartnerEvent } from '../../../parts/request/event-texts.ts';

export interface RequestPageProps {
  readonly context: PortalPageContext;
  readonly request: HabilitationRequest;
  readonly serviceName: string;
  /** Page of the organisation, when it is unverified. */
  readonly unverifiedHref?: string;
  readonly history: readonly HistoryEntry[];
  readonly messages: readonly DiscussionMessage[];
  readonly nameOf: (actor: string) => string;
  /** Steps with missing answers. */
  readonly incomplete: ReadonlySet<FormStepName>;
  /** Whether this person may change answers now. */
  readonly mayEdit: boolean;
  readonly events: readonly PartnerEvent[];
  /** Absent without the right to write. */
  readonly draft?: MessageDraft;
}

const messages = createMessages({
  fr: {
    lead: (service: string, platform: string) => `Demande d’habilitation de « ${service} » pour ${platform}`,
    complete: 'Complète',
    toComplete: 'À compléter',
    begin: 'À commencer',
    send: 'Vérifier et envoyer',
    goOn: 'Continuer la demande',
    due: (date: string) => `L’équipe répond au plus tard le ${date}.`,
    sections: 'Les étapes de la demande',
    other: 'Autres actions',
    print: 'Version imprimable',
    json: 'Exporter en JSON',
    history: 'Historique',
    validated: 'Habilitation en vigueur. Passez à l’intégration depuis la page du service.',
    toService: 'Page du service',
    reason: 'Raison : ',
    unverified: 'Votre organisation n’est pas encore vérifiée : rien ne peut être accordé avant.',
    howToVerify: 'Comment la faire vérifier',
    waitingOwner: 'Seul un propriétaire de votre organisation peut envoyer la demande.',
  },
  en: {
    lead: (service, platform) => `Habilitation request of “${service}” for ${platform}`,
    complete: 'Complete',
    toComplete: 'To be completed',
    begin: 'To be begun',
    send: 'Check and submit',
    goOn: 'Go on with the request',
    due: (date) => `The team answers by ${date} at the latest.`,
    sections: 'The steps of the request',
    other: 'Other actions',
    print: 'Printable version',
    json: 'Export as JSON',
    history: 'History',
    validated: 'Habilitation in force. Go on to integration from the service’s page.',
    toService: 'Page of the service',
    reason: 'Reason: ',
    unverified: 'Your organisation is not verified yet: nothing can be granted before it is.',
    howToVerify: 'How to have it verified',
    waitingOwner: 'Only an owner of your organisation can submit the request.',
  },
});

/** The whole request: state, remaining steps, discussion, history. */
export function RequestPage(props: RequestPageProps) {
  const { context, request, serviceName, history, draft } = props;
  const { locale } = context;
  const texts = messages(locale);
  const state = presentRequestState(request.state);
  return (
    <PortalPage
      context={context}
      title={request.title}
      backHref={`/services/${request.serviceId}`}
      errors={draft?.errors}
    >
      <p class="govuk-body">
        {texts.lead(serviceName, platformNames[request.platform])}{' '}
        <Tag tone={state.tone}>{state.label[locale]}</Tag>
      </p>
      <Progress
        items={progressOf(requestLifecycle, request.state, history)}
        labelOf={(step) => presentRequestState(step).label[locale]}
      />
      <Situation {...props} />
      {props.unverifiedHref !== undefined && (
        <Notice tone="warning" title={texts.unverified}>
          <SafeLink href={props.unverifiedHref}>{texts.howToVerify}</SafeLink>
        </Notice>
      )}
      <MainAction {...props} />
      <StepList {...props} />
      <OtherActions {...props} />
      <Discussion messages={props.messages} nameOf={props.nameOf}>
        {draft !== undefined && <MessageForm action={`/requests/${request.id}/discussion`} draft={draft} />}
      </Discussion>
      <HistoryList {...props} />
    </PortalPage>
  );
}

/** Meaning of the state for the partner, with the team's last reason. */
function Situation({ context, request, history }: RequestPageProps) {
  const { locale } = context;
  const texts = messages(locale);
  const { state, dueOn } = request;
  if (dueOn !== undefined) {
    return <Notice title={texts.due(formatDate(locale, Date.parse(`${dueOn}T12:00:00Z`)))} />;
  }
  if (state === 'validated') return <Notice tone="success" title={texts.validated} />;
  const last = history.filter(({ reason }) => reason !== undefined).at(-1);
  if (!requestLifecycle.states[state].explained || last?.reason === undefined) return null;
  return (
    <Notice tone="warning" title={eventDone(last.event)[locale]}>
      <p class="garance-answer">
        {texts.reason}
        {last.reason}
      </p>
    </Notice>
  );
}

/** The next action. */
function MainAction({ context, request, incomplete, mayEdit, events }: RequestPageProps) {
  const texts = messages(context.locale);
  if (request.state === 'validated')
    return <Button href={`/services/${request.serviceId}`}>{texts.toService}</Button>;
  if (!mayEdit) return null;
  const next = formSteps.find(({ name }) => incomplete.has(name));
  if (next !== undefined) {
    return <Button href={`/requests/${request.id}/steps/${next.name}`}>{texts.goOn}</Button>;
  }
  return events.includes('submit') ? (
    <Button href={`/requests/${request.id}/events/submit`}>{texts.send}</Button>
  ) : (
    <p class="govuk-body">{texts.waitingOwner}</p>
  );
}

function StepList({ context, request, incomplete, mayEdit }: RequestPageProps) {
  const { locale } = context;
  const texts = messages(locale);
  return (
    <>
      <h2 class="govuk-heading-m">{texts.sections}</h2>
      <ol class="garance-path">
        {formSteps.map(({ name, title }) => {
          const begun = request.stepEdits[name] !== undefined;
          const tag = !incomplete.has(name) ? 'complete' : begun ? 'toComplete' : 'begin';
          const href = mayEdit
            ? `/requests/${request.id}/steps/${name}`
            : `/requests/${request.id}/print#${name}`;
          return (
            <li key={name}>
              <a class="govuk-link garance-path__name" href={href}>
                {title[locale]}
              </a>
              <Tag tone={tag === 'complete' ? 'success' : 'neutral'}>{texts[tag]}</Tag>
            </li>
          );
        })}
      </ol>
    </>
  );
}

function OtherActions({ context, request, events }: RequestPageProps) {
  const { locale } = context;
  const texts = messages(locale);
  return (
    <>
      <h2 class="govuk-heading-m">{texts.other}</h2>
      <ul class="govuk-list">
        <li>
          <SafeLink href={`/requests/${request.id}/print`}>{texts.print}</SafeLink>
        </li>
        <li>
          <SafeLink href={`/requests/${request.id}/export.json`}>{texts.json}</SafeLink>
        </li>
        {events
          .filter((event) => event !== 'submit')
          .map((event) => (
            <li key={event}>
              <SafeLink href={`/requests/${request.id}/events/${event}`}>
                {eventTexts[event].label[locale]}
              </SafeLink>
            </li>
          ))}
      </ul>
    </>
  );
}

function HistoryList({ context, history, nameOf }: RequestPageProps) {
  const { locale } = context;
  return (
    <>
      <h2 class="govuk-heading-m">{messages(locale).history}</h2>
      <ol class="govuk-list">
        {history.map(({ event, actor, atMs, reason }) => (
          <li key={`${event}${atMs}`}>
            <strong>{eventDone(event)[locale]}</strong> · {nameOf(actor)} · {formatDateTime(locale, atMs)}
            {reason !== undefined && <div class="garance-answer">{reason}</div>}
          </li>
        ))}
      </ol>
    </>
  );
}
