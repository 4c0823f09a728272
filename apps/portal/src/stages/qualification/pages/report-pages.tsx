import type { QualificationVerdict } from '@garance/core';
import {
  Button,
  CopyableCode,
  createMessages,
  Details,
  formatDateTime,
  Notice,
  SafeLink,
  SummaryList,
  Table,
  Tag,
  type TagProps,
} from '@garance/web/view';
import type { FormValues } from '../../../objects/form/field.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import type { StoredReport } from '../../../objects/qualification/tables/qualification-reports.ts';
import { Fields } from '../../../parts/form/field-view.tsx';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { Frame } from '../../../parts/qualification/parts.tsx';
import { Queue } from '../../../parts/queue/queue.tsx';
import type { Page } from '../../../parts/queue/read-page.ts';
import type { PlatformScope } from '../../../parts/scope/service-scope.ts';
import { reportFields } from '../fields.ts';

const messages = createMessages({
  fr: {
    title: 'Rapports de la suite',
    intro:
      'La suite attaque votre service et dit ce qu’il refuse et accepte. Un rapport compte quand la plateforme l’a exécuté et signé, en entier, sur la version publiée.',
    caption: 'Rapports reçus',
    columns: { date: 'Fin', version: 'Enregistrement', passed: 'Réussis', failed: 'Échecs', open: 'Indécis' },
    counts: 'Compte maintenant',
    empty: 'Aucun rapport. Lancez la suite, puis déposez ici le rapport signé.',
    send: 'Déposer le rapport',
    noRegistration: 'Publiez d’abord l’enregistrement d’intégration.',
    one: 'Rapport de la suite',
    suite: 'Suite',
    started: 'Début',
    finished: 'Fin',
    results: 'Résultats',
    scenario: 'Scénario',
    family: 'Famille',
    verdict: 'Verdict',
    reason: 'Raison',
    signed: 'Rapport signé, à conserver ou à vérifier',
    keys: 'Clés publiques de la plateforme',
    verdicts: {
      passed: 'Réussi',
      failed: 'Échec',
      inconclusive: 'Indécis',
      'not-applicable': 'Sans objet',
    },
  },
  en: {
    title: 'Reports of the suite',
    intro:
      'The suite attacks your service and says what it refuses and accepts. A report counts when the platform ran and signed it, whole, on the published version.',
    caption: 'Reports received',
    columns: { date: 'End', version: 'Registration', passed: 'Passed', failed: 'Failed', open: 'Undecided' },
    counts: 'Counts now',
    empty: 'No report. Run the suite, then send the signed report here.',
    send: 'Send the report',
    noRegistration: 'Publish the integration registration first.',
    one: 'Report of the suite',
    suite: 'Suite',
    started: 'Start',
    finished: 'End',
    results: 'Results',
    scenario: 'Scenario',
    family: 'Family',
    verdict: 'Verdict',
    reason: 'Reason',
    signed: 'Signed report, to keep or to verify',
    keys: 'Public keys of the platform',
    verdicts: {
      passed: 'Passed',
      failed: 'Failed',
      inconclusive: 'Undecided',
      'not-applicable': 'Not applicable',
    },
  },
});

export interface ReportsPageProps {
  readonly context: PortalPageContext;
  readonly scope: PlatformScope;
  readonly page: Page<StoredReport>;
  /** Id of the report that proves the published registration. */
  readonly counting: string | undefined;
  /** Present when this person may send one. */
  readonly csrf?: string;
  readonly hasRegistration: boolean;
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

/** Reports of a service on a platform, and the form that adds one. */
export function ReportsPage(props: ReportsPageProps) {
  const { context, scope, page, counting, csrf, hasRegistration, values, errors } = props;
  const { locale } = context;
  const texts = messages(locale);
  const path = `${scope.base}/qualification/reports`;
  return (
    <Frame
      context={context}
      scope={scope}
      title={texts.title}
      backHref={`${scope.base}/qualification`}
      width="wide"
      errors={errors}
    >
      <p class="govuk-body-l">{texts.intro}</p>
      <Queue
        caption={texts.caption}
        captionShown
        page={page}
        columns={[
          texts.columns.date,
          { header: texts.columns.version, numeric: true },
          { header: texts.columns.passed, numeric: true },
          { header: texts.columns.failed, numeric: true },
          { header: texts.columns.open, numeric: true },
        ]}
        cells={({ id, report }) => [
          <>
            <SafeLink href={`${path}/${id}`}>{formatDateTime(locale, report.finishedAtMs)}</SafeLink>{' '}
            {id === counting && <Tag tone="success">{texts.counts}</Tag>}
          </>,
          report.registrationVersion,
          report.summary.passed,
          report.summary.failed,
          report.summary.inconclusive,
        ]}
        empty={texts.empty}
      />
      {!hasRegistration && <Notice>{texts.noRegistration}</Notice>}
      {csrf !== undefined && hasRegistration && (
        <PortalForm action={path} csrf={csrf}>
          <Fields fields={reportFields} locale={locale} values={values} errors={errors} />
          <Button>{texts.send}</Button>
        </PortalForm>
      )}
    </Frame>
  );
}

const verdictTones: Readonly<Record<QualificationVerdict, NonNullable<TagProps['tone']>>> = {
  passed: 'success',
  failed: 'error',
  inconclusive: 'warning',
  'not-applicable': 'neutral',
};

export interface ReportPageProps {
  readonly context: PortalPageContext;
  readonly scope: PlatformScope;
  readonly stored: StoredReport;
  readonly keysHref: string;
}

/** One report by scenario, failures first. */
export function ReportPage({ context, scope, stored, keysHref }: ReportPageProps) {
  const { locale } = context;
  const texts = messages(locale);
  const { report, jws } = stored;
  const order: readonly QualificationVerdict[] = ['failed', 'inconclusive', 'passed', 'not-applicable'];
  const results = [...report.results].sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
  return (
    <Frame
      context={context}
      scope={scope}
      title={texts.one}
      backHref={`${scope.base}/qualification/reports`}
      width="wide"
    >
      <SummaryList
        rows={[
          { key: texts.suite, value: report.suiteVersion },
          { key: texts.columns.version, value: report.registrationVersion },
          { key: texts.started, value: formatDateTime(locale, report.startedAtMs) },
          { key: texts.finished, value: formatDateTime(locale, report.finishedAtMs) },
        ]}
      />
      <Table
        caption={texts.results}
        columns={[texts.scenario, texts.family, texts.verdict, texts.reason]}
        rows={results.map(({ id, family, verdict, reason }) => [
          id,
          family,
          <Tag tone={verdictTones[verdict]}>{texts.verdicts[verdict]}</Tag>,
          reason ?? '',
        ])}
      />
      <Details summary={texts.signed}>
        <CopyableCode label={texts.signed} labelHidden value={jws} block />
        <p>
          <SafeLink href={keysHref}>{texts.keys}</SafeLink>
        </p>
      </Details>
    </Frame>
  );
}
