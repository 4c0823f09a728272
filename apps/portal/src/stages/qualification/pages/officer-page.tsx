import {
  Button,
  ButtonGroup,
  Details,
  formatDate,
  formatDateTime,
  Notice,
  SafeLink,
  SummaryList,
} from '@garance/web/view';
import type { Attachment } from '../../../objects/attachment/table.ts';
import type { DiscussionMessage } from '../../../objects/discussion/table.ts';
import type { FormValues } from '../../../objects/form/field.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import type { HistoryEntry } from '../../../objects/journal/history.ts';
import type { ItemState } from '../../../objects/qualification/item-states.ts';
import type { QualificationState } from '../../../objects/qualification/lifecycle.ts';
import { itemFamilies } from '../../../objects/qualification/prerequisites.ts';
import type { QualificationView } from '../../../objects/qualification/read.ts';
import { Discussion, MessageForm } from '../../../parts/discussion/discussion.tsx';
import type { MessageDraft } from '../../../parts/discussion/message-draft.ts';
import { Documents } from '../../../parts/documents/documents.tsx';
import { Fields } from '../../../parts/form/field-view.tsx';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { Frame, Paragraphs, StateTag, StatusTag } from '../../../parts/qualification/parts.tsx';
import { qualificationTexts, stateName } from '../../../parts/qualification/texts.ts';
import { decisionFields, judgementFields, withdrawalFields } from '../fields.ts';
import { officerTexts } from '../officer-texts.ts';

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
  /** Whether all conditions of `accept` hold. */
  readonly canAccept: boolean;
  readonly token: (verb: string) => string;
  readonly errors: FieldErrors;
  /** Typed values by field. */
  readonly values: FormValues;
}

/** One qualification, with the decisions on each item and on the whole. */
export function OfficerPage(props: OfficerPageProps) {
  const { context, view, id, discussion, draft, nameOf } = props;
  const errors = { ...props.errors, ...draft.errors };
  const { locale } = context;
  const texts = officerTexts(locale);
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
      errors={errors}
    >
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
  const texts = officerTexts(locale);
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
              <SafeLink href={`${base}/reports/${report.id}`}>
                {formatDateTime(locale, report.report.finishedAtMs)}
              </SafeLink>
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
  const texts = officerTexts(locale);
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
  const texts = officerTexts(context.locale);
  const { prerequisite, item: kept } = item;
  const about = texts.about(prerequisite.title[context.locale]);
  return (
    <PortalForm
      action={`/qualifications/${id}/items/${prerequisite.id}`}
      csrf={token(`judge-${prerequisite.id}`)}
    >
      <input type="hidden" name="version" value={kept?.version ?? 0} />
      <Fields
        fields={judgementFields(prerequisite.id)}
        locale={context.locale}
        values={{ [`comment-${prerequisite.id}`]: kept?.comment ?? '', ...values }}
        errors={errors}
      />
      <ButtonGroup>
        <Button variant="secondary" name="verdict" value="accepted">
          {texts.accept}
          <span class="govuk-visually-hidden">{about}</span>
        </Button>
        <Button variant="quiet" name="verdict" value="changes" about={about}>
          {texts.askChanges}
        </Button>
      </ButtonGroup>
    </PortalForm>
  );
}

function Decision({ context, id, version, offered, canAccept, token, errors, values }: OfficerPageProps) {
  const texts = officerTexts(context.locale);
  if (!offered.includes('accept') && !offered.includes('request_changes')) return null;
  return (
    <section aria-label={texts.decision}>
      <h2 class="govuk-heading-m">{texts.decision}</h2>
      <p class="govuk-body">{texts.decisionText}</p>
      {!canAccept && <Notice>{texts.notYet}</Notice>}
      <PortalForm action={`/qualifications/${id}/decision`} csrf={token('decide')}>
        <input type="hidden" name="version" value={version} />
        <Fields fields={decisionFields} locale={context.locale} values={values} errors={errors} />
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
  const texts = officerTexts(context.locale);
  if (!offered.includes('withdraw')) return null;
  return (
    <section aria-label={texts.withdraw}>
      <h2 class="govuk-heading-m">{texts.withdraw}</h2>
      <p class="govuk-body">{texts.withdrawText}</p>
      <PortalForm action={`/qualifications/${id}/withdraw`} csrf={token('withdraw')}>
        <input type="hidden" name="version" value={version} />
        <Fields fields={withdrawalFields} locale={context.locale} values={values} errors={errors} />
        <Button variant="warning">{texts.withdraw}</Button>
      </PortalForm>
    </section>
  );
}

function History({ context, history, nameOf }: OfficerPageProps) {
  const { locale } = context;
  const texts = officerTexts(locale);
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
