import {
  type ErrorCode,
  familyNames,
  getErrorDefinition,
  isBlocking,
  ofFamily,
  qualificationFamilies,
  type ScenarioRecord,
} from '@garance/core';
import type { QualificationRun } from '@garance/store';
import {
  Button,
  createMessages,
  Details,
  formatDateTime,
  type Locale,
  Notice,
  SummaryList,
  type SummaryRow,
  useLocale,
} from '@garance/web/view';
import type { PortalPageContext } from '../../../../kit/layout.tsx';
import { Frame } from '../../pages/parts.tsx';
import type { PlatformPlace } from '../../place.ts';
import type { Comparison } from '../compare.ts';
import { runTexts } from '../texts.ts';
import { ResultsTable, RunStateTag, sortResults } from './run-parts.tsx';

const messages = createMessages({
  fr: {
    good: 'Tout ce que votre service doit refuser est refusé, et tout ce qu’il doit accepter est accepté.',
    bad: (count: number) => (count === 1 ? '1 point exigé à corriger' : `${count} points exigés à corriger`),
    open: (count: number) =>
      count === 1
        ? '1 point exigé sans verdict : lisez sa raison'
        : `${count} points exigés sans verdict : lisez la raison de chacun`,
    counts: 'Ce rapport est signé et compte pour les prérequis automatiques.',
    countsNot: 'Ce rapport est signé, mais ne compte pas pour les prérequis.',
    seeList: 'Voir les prérequis',
    state: 'État',
    address: 'Page de connexion',
    duration: 'Durée',
    seconds: (count: string) => `${count} s`,
    suite: 'Suite',
    partial: 'Les scénarios lents n’ont pas tous été exécutés.',
    ended: {
      failed: 'L’exécution n’a pas abouti.',
      cancelled: 'L’exécution a été annulée.',
      interrupted: 'L’exécution a été interrompue : la plateforme a redémarré. Relancez-la.',
    },
    seen: 'La page que la suite a vue',
    again: 'Relancer la suite',
    changes: (date: string) => `Depuis l’exécution du ${date}`,
    noChange: 'Aucun verdict n’a changé.',
    fixed: 'Corrigés',
    broken: 'Régressions',
    fresh: 'Nouveaux échecs',
    results: 'À regarder d’abord',
    nothing: 'Rien à corriger.',
    family: (name: string) => `Réussis et sans objet : ${name}`,
    rest: 'Réussis et sans objet',
    downloads: 'Télécharger',
    formats: {
      html: 'Rapport à lire (HTML)',
      json: 'JSON',
      junit: 'JUnit (XML)',
      jws: 'Rapport signé (JWS)',
    },
  },
  en: {
    good: 'Everything that your service must refuse is refused, and everything that it must accept is accepted.',
    bad: (count) => `${count} required ${count === 1 ? 'point' : 'points'} to fix`,
    open: (count) =>
      `${count} required ${count === 1 ? 'point' : 'points'} without a verdict: read the reason of each`,
    counts: 'This report is signed and counts for the automatic prerequisites.',
    countsNot: 'This report is signed, but does not count for the prerequisites.',
    seeList: 'See the prerequisites',
    state: 'State',
    address: 'Sign-in page',
    duration: 'Duration',
    seconds: (count) => `${count} s`,
    suite: 'Suite',
    partial: 'Not every slow scenario was run.',
    ended: {
      failed: 'The run was not completed.',
      cancelled: 'The run was cancelled.',
      interrupted: 'The run was interrupted: the platform was restarted. Run it again.',
    },
    seen: 'The page that the suite saw',
    again: 'Run the suite again',
    changes: (date) => `Since the run of ${date}`,
    noChange: 'No verdict changed.',
    fixed: 'Fixed',
    broken: 'Regressions',
    fresh: 'New failures',
    results: 'To look at first',
    nothing: 'Nothing to fix.',
    family: (name) => `Passed and not applicable: ${name}`,
    rest: 'Passed and not applicable',
    downloads: 'Download',
    formats: {
      html: 'Report to read (HTML)',
      json: 'JSON',
      junit: 'JUnit (XML)',
      jws: 'Signed report (JWS)',
    },
  },
});

type Texts = ReturnType<typeof messages>;

export interface RunPageProps {
  readonly context: PortalPageContext;
  readonly place: PlatformPlace;
  readonly run: QualificationRun;
  readonly results: readonly ScenarioRecord[];
  /** With the last finished run before this one, when there is one. */
  readonly comparison?: Comparison<ScenarioRecord> & { readonly withMs: number };
  readonly askedBy: string;
  readonly mayStart: boolean;
  readonly formats: readonly ('html' | 'json' | 'junit' | 'jws')[];
}

/** A run that has ended. */
export function RunPage(props: RunPageProps) {
  const { context, place, run, results } = props;
  const { locale } = context;
  const texts = messages(locale);
  const path = `${place.base}/qualification/runs`;
  const hrefOf = (id: string) => `${path}/${run.id}/scenarios/${id}`;
  const bad = sortResults(
    results.filter(({ verdict }) => verdict === 'failed' || verdict === 'inconclusive'),
  );
  const rest = results.filter(({ verdict }) => verdict === 'passed' || verdict === 'not-applicable');
  return (
    <Frame context={context} place={place} title={runTexts(locale).one} backHref={path} width="wide">
      <Conclusion {...props} texts={texts} />
      <SummaryList rows={facts(props, texts, locale)} />
      <Changes {...props} texts={texts} hrefOf={hrefOf} />
      {(bad.length > 0 || run.state === 'finished') && (
        <ResultsTable caption={texts.results} results={bad} hrefOf={hrefOf} empty={texts.nothing} />
      )}
      <Downloads {...props} texts={texts} path={path} />
      <Rest results={rest} texts={texts} hrefOf={hrefOf} />
    </Frame>
  );
}

interface RestProps {
  readonly results: readonly ScenarioRecord[];
  readonly texts: Texts;
  readonly hrefOf: (scenarioId: string) => string;
}

/** What needs nobody's eye, a family at a time. */
function Rest({ results, texts, hrefOf }: RestProps) {
  const locale = useLocale();
  const families = qualificationFamilies.filter((family) => ofFamily(results, family).length > 0);
  if (families.length === 0) return null;
  return (
    <section aria-labelledby="rest">
      <h2 class="govuk-heading-m" id="rest">
        {texts.rest}
      </h2>
      {families.map((family) => {
        const own = ofFamily(results, family);
        const name = familyNames[family][locale];
        return (
          <Details key={family} summary={`${name} (${own.length})`}>
            <ResultsTable caption={texts.family(name)} results={own} hrefOf={hrefOf} />
          </Details>
        );
      })}
    </section>
  );
}

type PartProps = RunPageProps & { readonly texts: Texts };

function Conclusion({ context, place, run, results, mayStart, texts }: PartProps) {
  const { locale } = context;
  const { state, problem } = run;
  const again = mayStart && (
    <Button href={`${place.base}/qualification/runs`} variant="secondary">
      {texts.again}
    </Button>
  );
  if (state !== 'finished') {
    const ended = state === 'failed' || state === 'cancelled' ? state : 'interrupted';
    return (
      <>
        <Notice tone={ended === 'failed' ? 'error' : 'warning'} title={texts.ended[ended]}>
          {problem !== undefined && <p class="govuk-body">{problemText(problem, locale)}</p>}
        </Notice>
        <Explanation explanation={run.explanation} texts={texts} locale={locale} />
        {again}
      </>
    );
  }
  const blocking = results.filter(isBlocking);
  const failed = blocking.filter(({ verdict }) => verdict === 'failed').length;
  const open = blocking.length - failed;
  const list = `${place.base}/qualification`;
  return (
    <>
      <Notice
        tone={failed > 0 ? 'error' : open > 0 ? 'warning' : 'success'}
        title={failed > 0 ? texts.bad(failed) : open > 0 ? texts.open(open) : texts.good}
      >
        {failed > 0 && open > 0 && <p class="govuk-body">{texts.open(open)}.</p>}
        <p class="govuk-body">
          {problem === undefined ? texts.counts : `${texts.countsNot} ${problemText(problem, locale)}`}{' '}
          <a class="govuk-link" href={list}>
            {texts.seeList}
          </a>
        </p>
      </Notice>
      {again}
    </>
  );
}

interface ExplanationProps {
  readonly explanation: QualificationRun['explanation'];
  readonly texts: Texts;
  readonly locale: Locale;
}

function Explanation({ explanation, texts, locale }: ExplanationProps) {
  if (explanation === undefined) return null;
  const { text, pageUrl, pageText } = explanation;
  return (
    <>
      <p class="govuk-body">{text[locale]}</p>
      {pageUrl !== undefined && <p class="govuk-hint">{pageUrl}</p>}
      {pageText !== undefined && pageText !== '' && (
        <section class="garance-table" aria-label={texts.seen} tabindex={0}>
          <h2 class="govuk-heading-m">{texts.seen}</h2>
          <pre class="garance-run-page-text">{pageText}</pre>
        </section>
      )}
    </>
  );
}

function problemText(code: string, locale: Locale): string {
  return getErrorDefinition(code as ErrorCode).citizen[locale];
}

function facts({ run, askedBy }: RunPageProps, texts: Texts, locale: Locale): readonly SummaryRow[] {
  const { head, queuedAtMs, state, cause, addresses } = run;
  const shared = runTexts(locale);
  return [
    { key: texts.state, value: <RunStateTag state={state} /> },
    { key: shared.asked, value: formatDateTime(locale, queuedAtMs) },
    { key: shared.askedBy, value: `${askedBy} (${shared.causes[cause]})` },
    { key: texts.address, value: addresses.loginUrl ?? '' },
    ...(head === undefined
      ? []
      : [
          { key: shared.version, value: `${head.registrationVersion}` },
          {
            key: texts.duration,
            value: texts.seconds(`${Math.round((head.finishedAtMs - head.startedAtMs) / 1000)}`),
          },
          { key: texts.suite, value: head.suiteVersion },
          { key: shared.passed, value: `${head.summary.passed}` },
          { key: shared.failed, value: `${head.summary.failed}` },
          { key: shared.open, value: `${head.summary.inconclusive}` },
          { key: shared.none, value: `${head.summary.notApplicable}` },
        ]),
  ];
}

function Changes({
  context,
  comparison,
  texts,
  hrefOf,
}: PartProps & { readonly hrefOf: (id: string) => string }) {
  if (comparison === undefined) return null;
  const { locale } = context;
  const lists = (['broken', 'fresh', 'fixed'] as const).filter((name) => comparison[name].length > 0);
  return (
    <section aria-labelledby="changes">
      <h2 class="govuk-heading-m" id="changes">
        {texts.changes(formatDateTime(locale, comparison.withMs))}
      </h2>
      {lists.length === 0 && <p class="govuk-body">{texts.noChange}</p>}
      {lists.map((name) => (
        <>
          <h3 class="govuk-heading-s">{texts[name]}</h3>
          <ul class="govuk-list govuk-list--bullet">
            {comparison[name].map(({ id, title }) => (
              <li key={id}>
                <a class="govuk-link" href={hrefOf(id)}>
                  {title[locale]}
                </a>
              </li>
            ))}
          </ul>
        </>
      ))}
    </section>
  );
}

function Downloads({ run, formats, texts, path }: PartProps & { readonly path: string }) {
  if (formats.length === 0) return null;
  return (
    <section aria-labelledby="downloads">
      <h2 class="govuk-heading-m" id="downloads">
        {texts.downloads}
      </h2>
      <ul class="govuk-list">
        {formats.map((format) => (
          <li key={format}>
            <a class="govuk-link" href={`${path}/${run.id}/download/${format}`}>
              {texts.formats[format]}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
