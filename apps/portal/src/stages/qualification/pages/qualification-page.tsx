import {
  Button,
  createMessages,
  formatDate,
  type Locale,
  Notice,
  SafeLink,
  SummaryList,
  type SummaryRow,
  Table,
} from '@garance/web/view';
import { initialOf } from '../../../objects/lifecycle/lifecycle.ts';
import type { ItemState } from '../../../objects/qualification/item-states.ts';
import { qualificationLifecycle } from '../../../objects/qualification/lifecycle.ts';
import { itemFamilies } from '../../../objects/qualification/prerequisites.ts';
import type { QualificationView } from '../../../objects/qualification/read.ts';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { Progress, type ProgressItem } from '../../../parts/progress.tsx';
import { Frame, StateTag, StatusTag } from '../../../parts/qualification/parts.tsx';
import { qualificationTexts, stateName } from '../../../parts/qualification/texts.ts';
import type { PlatformScope } from '../../../parts/scope/service-scope.ts';

const messages = createMessages({
  fr: {
    intro:
      'Ce que votre service doit avoir montré avant la production. La suite vérifie ce qui peut l’être ; vous déclarez le reste ; l’équipe répond en cinq jours ouvrés.',
    mockUps: 'Maquettes et préqualification',
    mockUpsText:
      'Montrez vos écrans à tout moment, même avant l’intégration : l’équipe les commente, et rien n’est à refaire à la fin.',
    runs: 'Lancer la suite et lire ses exécutions',
    reports: 'Rapports de la suite',
    state: 'État',
    registration: 'Enregistrement vérifié',
    noRegistration: 'Aucun enregistrement d’intégration n’est publié.',
    report: 'Rapport retenu',
    noReport: 'Aucun rapport ne porte sur la version publiée.',
    reportOn: (date: string) => `Suite du ${date}`,
    due: 'Réponse promise le',
    holds: 'Vaut pour',
    holdsText: (version: string, level: string, scopes: string) =>
      `enregistrement ${version}, niveau ${level}, données ${scopes}`,
    until: 'À renouveler avant le',
    reason: 'Message de l’équipe',
    missingTitle: 'Avant de transmettre',
    missing: {
      'habilitation-in-force': 'Une habilitation en vigueur est nécessaire.',
      'registration-published': 'Publiez d’abord l’enregistrement d’intégration.',
      'automatic-items-pass': 'La suite doit réussir sur l’enregistrement publié.',
      'declared-items-have-evidence':
        'Remplissez chaque point à déclarer : vingt caractères, un document ou une adresse.',
      'requested-changes-answered': 'Reprenez les points que l’équipe a renvoyés.',
    },
    submit: 'Transmettre à l’équipe',
    onlyOwners: 'Un propriétaire ou le contact technique transmet la qualification.',
    production: 'Voir la production',
    again:
      'Vous avez publié une version plus récente que celle qui est qualifiée. Faites-la qualifier ; l’ancienne qualification vaut en attendant.',
    submitAgain: 'Faire qualifier la version publiée',
    see: 'Voir',
    fill: 'Remplir',
    failures: (count: string) => `${count} scénario(s) à corriger`,
    advice: (count: string) => `${count} conseil(s)`,
  },
  en: {
    intro:
      'What your service must have shown before production. The suite verifies what it can; you declare the rest; the team answers within five working days.',
    mockUps: 'Mock-ups and pre-qualification',
    mockUpsText:
      'Show your screens at any time, even before integration: the team comments on them, and nothing has to be done again at the end.',
    runs: 'Run the suite and read its runs',
    reports: 'Reports of the suite',
    state: 'State',
    registration: 'Registration verified',
    noRegistration: 'No integration registration is published.',
    report: 'Report that counts',
    noReport: 'No report speaks of the published version.',
    reportOn: (date) => `Suite of ${date}`,
    due: 'Answer promised by',
    holds: 'Holds for',
    holdsText: (version, level, scopes) => `registration ${version}, level ${level}, data ${scopes}`,
    until: 'To be repeated before',
    reason: 'Message of the team',
    missingTitle: 'Before sending',
    missing: {
      'habilitation-in-force': 'A habilitation in force is needed.',
      'registration-published': 'Publish the integration registration first.',
      'automatic-items-pass': 'The suite must pass on the published registration.',
      'declared-items-have-evidence':
        'Fill in every item to be declared: twenty characters, a document or an address.',
      'requested-changes-answered': 'Work on the items that the team sent back.',
    },
    submit: 'Send to the team',
    onlyOwners: 'An owner or the technical contact sends the qualification.',
    production: 'See production',
    again:
      'You have published a version that is newer than the qualified one. Have it qualified; the old qualification holds meanwhile.',
    submitAgain: 'Have the published version qualified',
    see: 'See',
    fill: 'Fill in',
    failures: (count) => `${count} scenario(s) to correct`,
    advice: (count) => `${count} recommendation(s)`,
  },
});

type Texts = ReturnType<typeof messages>;

export interface QualificationPageProps {
  readonly context: PortalPageContext;
  readonly scope: PlatformScope;
  readonly view: QualificationView;
  readonly steps: readonly ProgressItem[];
  /** Conditions that do not hold, by name; only while it may be submitted. */
  readonly missing: readonly string[];
  /** Form of the submission, when this person may submit now. */
  readonly submission?: { readonly csrf: string; readonly version: number };
  readonly mayEdit: boolean;
  /** Comment of the team's last decision. */
  readonly reason?: string;
}

/** The list of prerequisites with the state of each, and what to do next. */
export function QualificationPage(props: QualificationPageProps) {
  const { context, scope, view, steps } = props;
  const { locale } = context;
  const texts = messages(locale);
  const shared = qualificationTexts(locale);
  const { base } = scope;
  return (
    <Frame
      context={context}
      scope={scope}
      title={shared.title}
      backHref={`/services/${scope.service.id}`}
      width="wide"
    >
      <Progress items={steps} labelOf={(state) => stateName(shared, state)} />
      <p class="govuk-body-l">{texts.intro}</p>
      <SummaryList rows={summary(props, texts, locale)} />
      {itemFamilies.map((family) => (
        <Table
          key={family}
          caption={shared.families[family]}
          columns={[shared.columns.item, shared.columns.how, shared.columns.status, shared.columns.action]}
          rows={view.items
            .filter(({ prerequisite }) => prerequisite.family === family)
            .map((item) => row(item, props))}
        />
      ))}
      <NextStep {...props} />
      <h2 class="govuk-heading-m">{texts.mockUps}</h2>
      <p class="govuk-body">{texts.mockUpsText}</p>
      <ul class="govuk-list">
        <li>
          <SafeLink href={`${base}/qualification/mock-ups`}>{texts.mockUps}</SafeLink>
        </li>
        <li>
          <SafeLink href={`${base}/qualification/runs`}>{texts.runs}</SafeLink>
        </li>
        <li>
          <SafeLink href={`${base}/qualification/reports`}>{texts.reports}</SafeLink>
        </li>
      </ul>
    </Frame>
  );
}

function summary(
  { view, reason }: QualificationPageProps,
  texts: Texts,
  locale: Locale,
): readonly SummaryRow[] {
  const { qualification, registration, report } = view;
  const shared = qualificationTexts(locale);
  const holds = qualification?.holds;
  return [
    {
      key: texts.state,
      value: <StateTag state={qualification?.state ?? initialOf(qualificationLifecycle)} />,
    },
    ...(reason === undefined ? [] : [{ key: texts.reason, value: reason }]),
    ...(qualification?.dueOn === undefined
      ? []
      : [{ key: texts.due, value: formatDate(locale, Date.parse(`${qualification.dueOn}T12:00:00Z`)) }]),
    {
      key: texts.registration,
      value: registration === undefined ? texts.noRegistration : shared.version(`${registration.version}`),
    },
    {
      key: texts.report,
      value:
        report === undefined
          ? texts.noReport
          : texts.reportOn(formatDate(locale, report.report.finishedAtMs)),
    },
    ...(holds === undefined
      ? []
      : [
          {
            key: texts.holds,
            value: texts.holdsText(
              shared.version(`${holds.registrationVersion}`),
              holds.level,
              holds.scopes.join(' '),
            ),
          },
          { key: texts.until, value: formatDate(locale, holds.untilMs) },
        ]),
  ];
}

function row(state: ItemState, { context, scope, mayEdit }: QualificationPageProps) {
  const { locale } = context;
  const texts = messages(locale);
  const shared = qualificationTexts(locale);
  const { prerequisite, status, item, failures, advice } = state;
  const isAutomatic = prerequisite.proof.how === 'automatic';
  const href = isAutomatic
    ? `${scope.base}/qualification/reports`
    : `${scope.base}/qualification/items/${prerequisite.id}`;
  const label = mayEdit && (status === 'missing' || status === 'changes') ? texts.fill : texts.see;
  return [
    prerequisite.title[locale],
    shared.how[prerequisite.proof.how],
    <>
      <StatusTag status={status} />
      {failures.length > 0 && <p class="govuk-hint">{texts.failures(`${failures.length}`)}</p>}
      {advice.length > 0 && <p class="govuk-hint">{texts.advice(`${advice.length}`)}</p>}
      {status === 'changes' && <p class="govuk-hint">{shared.comment(item?.comment ?? '')}</p>}
    </>,
    <SafeLink href={href}>
      {label}
      <span class="govuk-visually-hidden"> : {prerequisite.title[locale]}</span>
    </SafeLink>,
  ];
}

function NextStep({ context, scope, view, missing, submission }: QualificationPageProps) {
  const texts = messages(context.locale);
  const state = view.qualification?.state ?? initialOf(qualificationLifecycle);
  if (state === 'qualified') {
    const { registration, qualification } = view;
    const isNewer = registration?.version !== qualification?.holds?.registrationVersion;
    return (
      <>
        <Button href={`${scope.base}/production`}>{texts.production}</Button>
        {isNewer && submission !== undefined && (
          <>
            <p class="govuk-body">{texts.again}</p>
            <SubmitForm scope={scope} submission={submission} label={texts.submitAgain} secondary />
          </>
        )}
      </>
    );
  }
  if (missing.length > 0) {
    return (
      <Notice title={texts.missingTitle}>
        <ul class="govuk-list govuk-list--bullet">
          {missing.map((condition) => (
            <li key={condition}>
              {(texts.missing as Readonly<Record<string, string>>)[condition] ?? condition}
            </li>
          ))}
        </ul>
      </Notice>
    );
  }
  if (submission !== undefined) {
    return <SubmitForm scope={scope} submission={submission} label={texts.submit} />;
  }
  return qualificationLifecycle.states[state].stage === 'in_progress' ? (
    <Notice>{texts.onlyOwners}</Notice>
  ) : null;
}

interface SubmitFormProps {
  readonly scope: PlatformScope;
  readonly submission: NonNullable<QualificationPageProps['submission']>;
  readonly label: string;
  readonly secondary?: boolean;
}

function SubmitForm({ scope, submission, label, secondary }: SubmitFormProps) {
  return (
    <PortalForm action={`${scope.base}/qualification/submit`} csrf={submission.csrf}>
      <input type="hidden" name="version" value={submission.version} />
      <Button variant={secondary === true ? 'secondary' : 'primary'}>{label}</Button>
    </PortalForm>
  );
}
