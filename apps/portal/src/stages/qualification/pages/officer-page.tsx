import {
  Button,
  ButtonGroup,
  createMessages,
  Details,
  formatDate,
  formatDateTime,
  Notice,
  SafeLink,
  SummaryList,
  TextField,
} from '@garance/web/view';
import type { Attachment } from '../../../objects/attachment/table.ts';
import type { DiscussionMessage } from '../../../objects/discussion/table.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import type { HistoryEntry } from '../../../objects/journal/history.ts';
import type { ItemState } from '../../../objects/qualification/item-states.ts';
import type { QualificationState } from '../../../objects/qualification/lifecycle.ts';
import { itemFamilies } from '../../../objects/qualification/prerequisites.ts';
import type { QualificationView } from '../../../objects/qualification/read.ts';
import { Discussion, MessageForm } from '../../../parts/discussion/discussion.tsx';
import type { MessageDraft } from '../../../parts/discussion/message-draft.ts';
import { Documents } from '../../../parts/documents/documents.tsx';
import { FormErrors, PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { Frame, Paragraphs, StateTag, StatusTag } from '../../../parts/qualification/parts.tsx';
import { qualificationTexts, stateName } from '../../../parts/qualification/texts.ts';

const messages = createMessages({
  fr: {
    title: 'Qualification à décider',
    organisation: 'Organisme',
    state: 'État',
    due: 'Promis pour le',
    registration: 'Enregistrement publié',
    report: 'Rapport retenu',
    noReport: 'Aucun',
    habilitation: 'Habilitation',
    habilitationText: (level: string, scopes: string) => `niveau ${level}, données ${scopes}`,
    none: 'Aucune en vigueur',
    revise: 'Revenir sur ce point',
    comment: 'Commentaire, montré au partenaire',
    accept: 'Accepter ce point',
    askChanges: 'Demander des modifications',
    about: (title: string) => ` : ${title}`,
    commentMissing: 'Dites ce qui doit changer : le partenaire le lit.',
    decision: 'Décision d’ensemble',
    decisionText:
      'Qualifier ouvre la production, pour douze mois, sur la version publiée. Demander des modifications rend la main au partenaire et arrête l’horloge.',
    reason: 'Message au partenaire',
    reasonMissing: 'Écrivez un message : le partenaire doit savoir quoi faire.',
    qualify: 'Qualifier',
    requestChanges: 'Renvoyer au partenaire',
    notYet: 'Qualifier sera possible quand chaque point sera prouvé ou accepté.',
    withdraw: 'Retirer la qualification',
    withdrawText: 'Ferme aussi la production. C’est définitif.',
    mockUps: 'Maquettes',
    history: 'Historique',
    failures: 'Scénarios en échec',
    advice: 'Conseils non suivis',
  },
  en: {
    title: 'Qualification to decide',
    organisation: 'Organisation',
    state: 'State',
    due: 'Promised by',
    registration: 'Registration published',
    report: 'Report that counts',
    noReport: 'None',
    habilitation: 'Habilitation',
    habilitationText: (level, scopes) => `level ${level}, data ${scopes}`,
    none: 'None in force',
    revise: 'Judge this item again',
    comment: 'Comment, shown to the partner',
    accept: 'Accept this item',
    askChanges: 'Ask for changes',
    about: (title) => `: ${title}`,
    commentMissing: 'Say what must change: the partner reads it.',
    decision: 'Decision on the whole',
    decisionText:
      'Qualifying opens production, for twelve months, on the published version. Asking for changes gives it back to the partner and stops the clock.',
    reason: 'Message to the partner',
    reasonMissing: 'Write a message: the partner must know what to do.',
    qualify: 'Qualify',
    requestChanges: 'Send back to the partner',
    notYet: 'Qualifying will be possible when every item is proven or accepted.',
    withdraw: 'Withdraw the qualification',
    withdrawText: 'Closes production too. There is no way back.',
    mockUps: 'Mock-ups',
    history: 'History',
    failures: 'Scenarios that failed',
    advice: 'Recommendations not followed',
  },
});

export interface OfficerPageProps {
  readonly context: PortalPageContext;
  readonly view: QualificationView & { readonly qualification: object };
  readonly id: string;
  readonly version: number;
  readonly state: QualificationState;
  readonly dueOn: string | undefined;
  readonly organisation: string;
  readonly discussion: readonly DiscussionMessage[];
  readonly draft: MessageDraft;
  readonly history: readonly HistoryEntry[];
  readonly nameOf: (person: string) => string;
  /** Events that this person may try now. */
  readonly offered: readonly string[];
  /** Conditions of `accept` that do not hold yet. */
  readonly canAccept: boolean;
  readonly token: (verb: string) => string;
  readonly errors: FieldErrors;
  /** Typed values by field. */
  readonly values: Readonly<Record<string, string>>;
}

/** Everything about one qualification, and the decisions: item by item, then the whole. */
export function OfficerPage(props: OfficerPageProps) {
  const { context, view, id, discussion, draft, nameOf } = props;
  const errors = { ...props.errors, ...(draft.error !== undefined && { text: draft.error }) };
  const { locale } = context;
  const texts = messages(locale);
  const shared = qualificationTexts(locale);
  const scope = { service: view.service, platform: view.platform };
  const documentHref = (document: string) => `/qualifications/${id}/documents/${document}`;
  return (
    <Frame
      context={context}
      scope={scope}
      title={texts.title}
      backHref="/qualifications"
      width="wide"
      hasErrors={Object.keys(errors).length > 0}
    >
      <FormErrors errors={errors} />
      <Summary {...props} />
      {itemFamilies.map((family) => (
        <section key={family} aria-label={shared.families[family]}>
          <h2 class="govuk-heading-m">{shared.families[family]}</h2>
          {view.items
            .filter(({ prerequisite }) => prerequisite.family === family)
            .map((item) => (
              <Item
                key={item.prerequisite.id}
                {...props}
                item={item}
                documents={view.documents.get(item.prerequisite.id) ?? []}
                documentHref={documentHref}
              />
            ))}
        </section>
      ))}
      <Decision {...props} />
      <h2 class="govuk-heading-m">{texts.mockUps}</h2>
      <Documents documents={view.mockUps} hrefOf={documentHref} />
      <Discussion messages={discussion} nameOf={nameOf}>
        <MessageForm action={`/qualifications/${id}/messages`} draft={draft} />
      </Discussion>
      <History {...props} />
      <Withdrawal {...props} />
    </Frame>
  );
}

function Summary({ context, view, organisation, state, dueOn }: OfficerPageProps) {
  const { locale } = context;
  const texts = messages(locale);
  const shared = qualificationTexts(locale);
  const { habilitation, registration, report, service, platform } = view;
  const base = `/services/${service.id}/${platform}/qualification`;
  return (
    <SummaryList
      rows={[
        { key: texts.organisation, value: organisation },
        { key: texts.state, value: <StateTag state={state} /> },
        ...(dueOn === undefined
          ? []
          : [{ key: texts.due, value: formatDate(locale, Date.parse(`${dueOn}T12:00:00Z`)) }]),
        {
          key: texts.habilitation,
          value:
            habilitation === undefined
              ? texts.none
              : texts.habilitationText(habilitation.level, habilitation.scopes.join(' ')),
        },
        {
          key: texts.registration,
          value: registration === undefined ? texts.none : shared.version(`${registration.version}`),
        },
        {
          key: texts.report,
          value:
            report === undefined ? (
              texts.noReport
            ) : (
              <a class="govuk-link" href={`${base}/reports/${report.id}`}>
                {formatDateTime(locale, report.report.finishedAtMs)}
              </a>
            ),
        },
      ]}
    />
  );
}

interface ItemProps extends OfficerPageProps {
  readonly item: ItemState;
  readonly documents: readonly Attachment[];
  readonly documentHref: (id: string) => string;
}

function Item({ context, id, item, documents, documentHref, offered, token, errors, values }: ItemProps) {
  const { locale } = context;
  const texts = messages(locale);
  const shared = qualificationTexts(locale);
  const { prerequisite, status, item: kept, failures, advice } = item;
  const isAutomatic = prerequisite.proof.how === 'automatic';
  const title = prerequisite.title[locale];
  return (
    <div id={`item-${prerequisite.id}`}>
      <h3 class="govuk-heading-s">
        {title} <StatusTag status={status} />
      </h3>
      <p class="govuk-hint">
        {shared.how[prerequisite.proof.how]}. {prerequisite.explanation[locale]}
      </p>
      {failures.length > 0 && (
        <p class="govuk-body">
          {texts.failures} : {failures.map((result) => result.id).join(', ')}
        </p>
      )}
      {advice.length > 0 && (
        <p class="govuk-body">
          {texts.advice} : {advice.map((result) => result.id).join(', ')}
        </p>
      )}
      {(kept?.text ?? '') !== '' && (
        <div class="govuk-inset-text">
          <Paragraphs text={kept?.text ?? ''} />
        </div>
      )}
      {(kept?.link ?? '') !== '' && (
        <p class="govuk-body">
          {shared.link} : <SafeLink href={kept?.link}>{kept?.link}</SafeLink>
        </p>
      )}
      {!isAutomatic && documents.length > 0 && <Documents documents={documents} hrefOf={documentHref} />}
      {!isAutomatic &&
        offered.includes('accept') &&
        (status === 'accepted' ? (
          <Details summary={texts.revise}>
            <Judgement {...{ context, id, item, token, errors, values }} />
          </Details>
        ) : (
          <Judgement {...{ context, id, item, token, errors, values }} />
        ))}
    </div>
  );
}

function Judgement({
  context,
  id,
  item,
  token,
  errors,
  values,
}: Pick<ItemProps, 'context' | 'id' | 'item' | 'token' | 'errors' | 'values'>) {
  const texts = messages(context.locale);
  const { prerequisite, item: kept } = item;
  const about = texts.about(prerequisite.title[context.locale]);
  const field = `comment-${prerequisite.id}`;
  return (
    <PortalForm
      action={`/qualifications/${id}/items/${prerequisite.id}`}
      csrf={token(`judge-${prerequisite.id}`)}
    >
      <input type="hidden" name="version" value={kept?.version ?? 0} />
      <TextField
        id={field}
        name="comment"
        label={texts.comment}
        value={values[field] ?? kept?.comment ?? ''}
        error={errors[field]}
        rows={2}
        maxLength={2000}
      />
      <ButtonGroup>
        <Button variant="secondary" name="verdict" value="accepted">
          {texts.accept}
          <span class="govuk-visually-hidden">{about}</span>
        </Button>
        <Button variant="quiet" name="verdict" value="changes">
          {texts.askChanges}
          <span class="govuk-visually-hidden">{about}</span>
        </Button>
      </ButtonGroup>
    </PortalForm>
  );
}

function Decision({ context, id, version, offered, canAccept, token, errors, values }: OfficerPageProps) {
  const texts = messages(context.locale);
  if (!offered.includes('accept') && !offered.includes('request_changes')) return null;
  return (
    <section aria-label={texts.decision}>
      <h2 class="govuk-heading-m">{texts.decision}</h2>
      <p class="govuk-body">{texts.decisionText}</p>
      {!canAccept && <Notice>{texts.notYet}</Notice>}
      <PortalForm action={`/qualifications/${id}/decision`} csrf={token('decide')}>
        <input type="hidden" name="version" value={version} />
        <TextField
          id="reason"
          name="reason"
          label={texts.reason}
          value={values.reason ?? ''}
          error={errors.reason}
          rows={4}
          maxLength={4000}
        />
        <ButtonGroup>
          {canAccept && (
            <Button name="event" value="accept">
              {texts.qualify}
            </Button>
          )}
          <Button variant="secondary" name="event" value="request_changes">
            {texts.requestChanges}
          </Button>
        </ButtonGroup>
      </PortalForm>
    </section>
  );
}

function Withdrawal({ context, id, version, offered, token, errors, values }: OfficerPageProps) {
  const texts = messages(context.locale);
  if (!offered.includes('withdraw')) return null;
  return (
    <section aria-label={texts.withdraw}>
      <h2 class="govuk-heading-m">{texts.withdraw}</h2>
      <p class="govuk-body">{texts.withdrawText}</p>
      <PortalForm action={`/qualifications/${id}/withdraw`} csrf={token('withdraw')}>
        <input type="hidden" name="version" value={version} />
        <TextField
          id="withdrawReason"
          name="reason"
          label={texts.reason}
          value={values.withdrawReason ?? ''}
          error={errors.withdrawReason}
          rows={3}
          maxLength={4000}
        />
        <Button variant="warning">{texts.withdraw}</Button>
      </PortalForm>
    </section>
  );
}

function History({ context, history, nameOf }: OfficerPageProps) {
  const { locale } = context;
  const texts = messages(locale);
  const shared = qualificationTexts(locale);
  return (
    <section aria-label={texts.history}>
      <h2 class="govuk-heading-m">{texts.history}</h2>
      <ol class="govuk-list">
        {history.map(({ atMs, to, actor, reason }) => (
          <li key={`${atMs}-${to}`}>
            {formatDateTime(locale, atMs)} : {stateName(shared, to)}, {nameOf(actor)}
            {reason !== undefined && <p class="govuk-hint">{reason}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Error text of a missing comment or message. */
export function officerErrors(locale: PortalPageContext['locale']) {
  const { commentMissing, reasonMissing } = messages(locale);
  return { commentMissing, reasonMissing };
}
