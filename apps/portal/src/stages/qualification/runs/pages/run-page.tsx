import {
  type ErrorCode,
  familyNames,
  getErrorDefinition,
  hasNotPassed,
  isBlocking,
  ofFamily,
  qualificationFamilies,
  type ScenarioRecord,
} from '@garance/core';
import {
  Button,
  Details,
  formatDateTime,
  type Locale,
  Notice,
  SafeLink,
  SummaryList,
  type SummaryRow,
  useLocale,
} from '@garance/web/view';
import type { Comparison } from '../../../../objects/qualification/runs/compare.ts';
import type { QualificationRun } from '../../../../objects/qualification/tables/qualification-runs.ts';
import type { PortalPageContext } from '../../../../parts/layout.tsx';
import { Frame } from '../../../../parts/qualification/parts.tsx';
import type { PlatformScope } from '../../../../parts/scope/service-scope.ts';
import { runTexts } from '../texts.ts';
import { type RunPageTexts, runPageTexts } from './run-page-texts.ts';
import { ResultsTable, RunStateTag, sortResults } from './run-parts.tsx';

export interface RunPageProps {
  readonly context: PortalPageContext;
  readonly scope: PlatformScope;
  readonly run: QualificationRun;
  readonly results: readonly ScenarioRecord[];
  /** With the last finished run before this one, when there is one. */
  readonly comparison?: Comparison<ScenarioRecord> & { readonly withMs: number };
  readonly requestedBy: string;
  readonly mayStart: boolean;
  readonly formats: readonly ('html' | 'json' | 'junit' | 'jws')[];
}

/** A run that has ended. */
export function RunPage(props: RunPageProps) {
  const { context, scope, run, results } = props;
  const { locale } = context;
  const texts = runPageTexts(locale);
  const path = `${scope.base}/qualification/runs`;
  const hrefOf = (id: string) => `${path}/${run.id}/scenarios/${id}`;
  const bad = sortResults(results.filter(hasNotPassed));
  const rest = results.filter((result) => !hasNotPassed(result));
  return (
    <Frame context={context} scope={scope} title={runTexts(locale).one} backHref={path} width="wide">
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
  readonly texts: RunPageTexts;
  readonly hrefOf: (scenarioId: string) => string;
}

/** Scenarios that need no attention, by family. */
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

type PartProps = RunPageProps & { readonly texts: RunPageTexts };

function Conclusion({ context, scope, run, results, mayStart, texts }: PartProps) {
  const { locale } = context;
  const { state, problem } = run;
  const again = mayStart && (
    <Button href={`${scope.base}/qualification/runs`} variant="secondary">
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
  const list = `${scope.base}/qualification`;
  return (
    <>
      <Notice
        tone={failed > 0 ? 'error' : open > 0 ? 'warning' : 'success'}
        title={failed > 0 ? texts.bad(failed) : open > 0 ? texts.open(open) : texts.good}
      >
        {failed > 0 && open > 0 && <p class="govuk-body">{texts.open(open)}.</p>}
        <p class="govuk-body">
          {problem === undefined ? texts.counts : `${texts.countsNot} ${problemText(problem, locale)}`}{' '}
          <SafeLink href={list}>{texts.seeList}</SafeLink>
        </p>
      </Notice>
      {again}
    </>
  );
}

interface ExplanationProps {
  readonly explanation: QualificationRun['explanation'];
  readonly texts: RunPageTexts;
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
        <section class="garance-table" aria-label={texts.screenshot} tabindex={0}>
          <h2 class="govuk-heading-m">{texts.screenshot}</h2>
          <pre class="garance-run-page-text">{pageText}</pre>
        </section>
      )}
    </>
  );
}

function problemText(code: string, locale: Locale): string {
  return getErrorDefinition(code as ErrorCode).citizen[locale];
}

function facts(
  { run, requestedBy }: RunPageProps,
  texts: RunPageTexts,
  locale: Locale,
): readonly SummaryRow[] {
  const { head, queuedAtMs, state, cause, addresses } = run;
  const shared = runTexts(locale);
  return [
    { key: texts.state, value: <RunStateTag state={state} /> },
    { key: shared.requestedOn, value: formatDateTime(locale, queuedAtMs) },
    { key: shared.requestedBy, value: `${requestedBy} (${shared.causes[cause]})` },
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
                <SafeLink href={hrefOf(id)}>{title[locale]}</SafeLink>
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
            <SafeLink href={`${path}/${run.id}/download/${format}`}>{texts.formats[format]}</SafeLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
