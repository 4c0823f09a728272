import {
  Button,
  ButtonGroup,
  CopyableCode,
  Details,
  type Locale,
  Notice,
  platformNames,
  SafeLink,
  SummaryList,
  Tag,
} from '@garance/web/view';
import type { Organisation } from '../../objects/account/tables/accounts.ts';
import type { FieldErrors } from '../../objects/form.ts';
import { organisationState } from '../../objects/organisation/tables/organisations.ts';
import { attachmentsOf } from '../../objects/request/attachments.ts';
import { decisions, type ReviewEvent } from '../../objects/request/decisions.ts';
import { type AnswerRow, describeStep } from '../../objects/request/questions/describe.ts';
import { formSteps } from '../../objects/request/questions/steps.ts';
import type { ReviewedRequest } from '../../objects/request/read-review.ts';
import { presentRequestState } from '../../objects/request/request-states.ts';
import type { HabilitationRequest } from '../../objects/request/tables/requests.ts';
import { Discussion, MessageForm } from '../../parts/discussion/discussion.tsx';
import type { MessageDraft } from '../../parts/discussion/message-draft.ts';
import { TemplatePicker } from '../../parts/discussion/template-picker.tsx';
import { Fields } from '../../parts/form/field-view.tsx';
import { PortalForm } from '../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../parts/layout.tsx';
import { StateTag } from '../../parts/organisation/state-tag.tsx';
import { PortalPage } from '../../parts/page.tsx';
import { reviewTexts } from '../../parts/request/review-texts.ts';
import { DifferenceList } from './difference-view.tsx';
import { assignmentFields, reviewMessageFields } from './fields.ts';
import { HistoryView } from './history-view.tsx';
import { nameOf } from './name-of.ts';
import { ClockTag } from './queue-page.tsx';

export interface RequestPageProps {
  readonly context: PortalPageContext;
  readonly reviewed: ReviewedRequest;
  readonly nowMs: number;
  readonly me: string;
  readonly offered: readonly ReviewEvent[];
  /** Absent without the right to assign. */
  readonly assignCsrf?: string;
  /** Absent without the right to write. */
  readonly draft?: MessageDraft;
  readonly errors: FieldErrors;
  /** Right to verify the organisation. */
  readonly mayVerify: boolean;
  readonly done?: string | undefined;
}

/** The whole request: answers, changes, discussion, decisions. */
export function RequestPage(props: RequestPageProps) {
  const { context, reviewed, done, draft, errors } = props;
  const { locale } = context;
  const texts = reviewTexts(locale);
  const { request, service, names, history } = reviewed;
  const title = request.title === '' ? service.name : request.title;
  return (
    <PortalPage
      context={context}
      title={title}
      backHref="/review"
      width="wide"
      errors={{ ...errors, ...draft?.errors }}
      done={done}
    >
      <div class="garance-split">
        <div>
          <DifferenceList
            title={texts.sinceSubmission}
            differences={reviewed.sinceSubmission}
            nothing={texts.firstSubmission}
            locale={locale}
          />
          <DifferenceList
            title={texts.sinceHabilitation}
            differences={reviewed.sinceHabilitation}
            nothing={texts.noHabilitation}
            locale={locale}
          />
          <Answers reviewed={reviewed} locale={locale} />
          <Documents reviewed={reviewed} locale={locale} />
          {reviewed.unmapped !== undefined && (
            <Details summary={texts.unmapped}>
              <CopyableCode
                label={texts.unmapped}
                labelHidden
                block
                value={JSON.stringify(reviewed.unmapped, null, 2)}
              />
            </Details>
          )}
          <ReviewDiscussion {...props} />
          <HistoryView history={history} names={names} locale={locale} />
        </div>
        <aside aria-label={texts.decision} class="garance-split__aside">
          <AuthorizationContext {...props} />
          <Verification {...props} />
          <Decisions request={request} offered={props.offered} locale={locale} />
          <Assignment {...props} />
        </aside>
      </div>
    </PortalPage>
  );
}

/** Messages to the partner and internal notes, with the form for a new one. */
function ReviewDiscussion({ context, reviewed, draft }: RequestPageProps) {
  const { locale } = context;
  const texts = reviewTexts(locale);
  const { request, messages, names, templates } = reviewed;
  const action = `/review/${request.id}`;
  return (
    <Discussion messages={messages} nameOf={(author) => nameOf(author, names, texts)}>
      {draft !== undefined && (
        <>
          <TemplatePicker
            action={action}
            anchor="discussion"
            templates={templates.filter(({ kind }) => kind === 'request.message')}
            name="note"
            locale={locale}
          />
          <MessageForm action={`${action}/messages`} draft={draft} fields={reviewMessageFields} />
        </>
      )}
    </Discussion>
  );
}

/** Summary of the request: state, deadline, platform, level, organisation. */
function AuthorizationContext({ context, reviewed, nowMs }: RequestPageProps) {
  const { locale } = context;
  const texts = reviewTexts(locale);
  const { request, organisation } = reviewed;
  const state = presentRequestState(request.state);
  const platform = platformNames[request.platform];
  return (
    <SummaryList
      rows={[
        { key: texts.state, value: <Tag tone={state.tone}>{state.label[locale]}</Tag> },
        { key: texts.daysLeft, value: <ClockTag request={request} nowMs={nowMs} locale={locale} /> },
        { key: texts.platform, value: platform },
        { key: texts.level, value: request.level ?? texts.unanswered },
        {
          key: texts.organisation,
          value:
            organisation === undefined ? (
              ''
            ) : (
              <OrganisationCell organisation={organisation} locale={locale} />
            ),
        },
      ]}
    />
  );
}

function OrganisationCell({
  organisation,
  locale,
}: {
  readonly organisation: Organisation;
  readonly locale: Locale;
}) {
  return (
    <>
      {[organisation.name, organisation.siret].filter(Boolean).join(' · ')}
      <br />
      <StateTag state={organisationState(organisation)} locale={locale} />
    </>
  );
}

/** The organisation is shown before the answers: it is verified first. */
function Verification({ context, reviewed, mayVerify }: RequestPageProps) {
  const texts = reviewTexts(context.locale);
  const { request, organisation } = reviewed;
  if (organisation === undefined || organisationState(organisation) === 'proven') return null;
  return (
    <Notice tone="warning" title={texts.unverified}>
      {mayVerify && <SafeLink href={`/review/${request.id}/organisation`}>{texts.verify}</SafeLink>}
    </Notice>
  );
}

/** A link to each possible decision. */
function Decisions({
  request,
  offered,
  locale,
}: {
  readonly request: HabilitationRequest;
  readonly offered: readonly ReviewEvent[];
  readonly locale: Locale;
}) {
  const texts = reviewTexts(locale);
  return (
    <section>
      <h2 class="govuk-heading-m">{texts.decision}</h2>
      {offered.length === 0 && <p class="govuk-body">{texts.nothingToDecide}</p>}
      <ButtonGroup>
        {offered.map((event) => (
          <Button key={event} href={`/review/${request.id}/decide/${event}`} variant={decisions[event].tone}>
            {decisions[event].label[locale]}
          </Button>
        ))}
      </ButtonGroup>
    </section>
  );
}

function Assignment({ context, reviewed, me, assignCsrf, errors }: RequestPageProps) {
  const { locale } = context;
  const texts = reviewTexts(locale);
  const { request, names, reviewers } = reviewed;
  const { assignedTo } = request;
  const action = `/review/${request.id}/assign`;
  return (
    <section>
      <h2 class="govuk-heading-m">{texts.assignment}</h2>
      <p class="govuk-body">
        {assignedTo === undefined ? texts.unassigned : texts.assignedTo(nameOf(assignedTo, names, texts))}
      </p>
      {assignCsrf !== undefined && (
        <>
          <PortalForm action={action} csrf={assignCsrf}>
            <input type="hidden" name="to" value={assignedTo === me ? 'nobody' : me} />
            <Button variant="secondary">{assignedTo === me ? texts.giveBack : texts.take}</Button>
          </PortalForm>
          <PortalForm action={action} csrf={assignCsrf}>
            <Fields
              fields={assignmentFields(reviewers)}
              locale={locale}
              values={{ to: assignedTo ?? 'nobody' }}
              errors={errors}
            />
            <Button variant="secondary">{texts.assignDo}</Button>
          </PortalForm>
        </>
      )}
    </section>
  );
}

function Answers({ reviewed, locale }: { readonly reviewed: ReviewedRequest; readonly locale: Locale }) {
  const texts = reviewTexts(locale);
  const { answers, request, submission } = reviewed;
  const platform = submission?.platform ?? request.platform;
  return (
    <section>
      <h2 class="govuk-heading-m">{submission === undefined ? texts.asDrafted : texts.asSubmitted}</h2>
      {formSteps.map((step) => (
        <section key={step.name}>
          <h3 class="govuk-heading-s">{step.title[locale]}</h3>
          <StepAnswers
            rows={describeStep(step, { answers, platform }, locale)}
            unanswered={texts.unanswered}
          />
        </section>
      ))}
    </section>
  );
}

/** Answers by question; unanswered questions on one line. */
function StepAnswers({
  rows,
  unanswered,
}: {
  readonly rows: readonly AnswerRow[];
  readonly unanswered: string;
}) {
  const left = rows.filter(({ lines }) => lines.length === 0).map(({ label }) => label);
  const answered = rows
    .filter(({ lines }) => lines.length > 0)
    .map(({ label, lines }) => ({ key: label, value: <div class="garance-answer">{lines.join('\n')}</div> }));
  return (
    <SummaryList
      rows={left.length === 0 ? answered : [...answered, { key: unanswered, value: left.join(' · ') }]}
    />
  );
}

function Documents({ reviewed, locale }: { readonly reviewed: ReviewedRequest; readonly locale: Locale }) {
  const texts = reviewTexts(locale);
  const documents = attachmentsOf(reviewed.answers);
  return (
    <section>
      <h2 class="govuk-heading-m">{texts.documents}</h2>
      {documents.length === 0 && <p class="govuk-body">{texts.noDocuments}</p>}
      <ul class="govuk-list">
        {documents.map(({ id, name }) => (
          <li key={id}>
            <SafeLink href={`/review/${reviewed.request.id}/documents/${id}`}>{name}</SafeLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
