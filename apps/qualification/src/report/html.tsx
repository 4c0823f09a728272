/**
 * The report for people: one file, no script, nothing fetched. A project owner reads its first screen, a developer what
 * each failure did, expected, showed, and how to mend it. Whatever a service under test wrote is text here (escaped by
 * the renderer), and the policy in the head keeps even a mistake of ours from running anything.
 */
import { createHash } from 'node:crypto';
import { hasNotPassed, isBlocking, type ScenarioResult, type SuiteRun } from '@garance/core';
import { type Locale, renderDocument } from '@garance/web/view';
import { Causes, Grouped } from './html-causes.tsx';
import { FamilyTable, ResultTable, RunFacts } from './html-parts.tsx';
import { htmlStyles } from './html-styles.ts';
import { type HtmlTexts, htmlTexts } from './html-texts.ts';
import type { Library } from './libraries.ts';

const styleHash = createHash('sha256').update(htmlStyles).digest('base64');
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'`;

/** @param library on which the service seems to be built: what to change is told in its words */
export function toHtml(run: SuiteRun, locale: Locale, library?: Library): string {
  return renderDocument(<Report run={run} locale={locale} library={library} />);
}

interface ReportProps {
  readonly run: SuiteRun;
  readonly locale: Locale;
  readonly library?: Library | undefined;
}

function Report({ run, locale, library }: ReportProps) {
  const texts = htmlTexts(locale);
  const title = `${texts.title} – ${run.clientId}`;
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: htmlStyles }} />
      </head>
      <body>
        <header>
          <h1>{texts.title}</h1>
          <Conclusion run={run} texts={texts} />
        </header>
        <main>
          <Causes run={run} texts={texts} locale={locale} library={library} />
          <h2>{texts.summary}</h2>
          <FamilyTable run={run} texts={texts} locale={locale} />
          <Results run={run} texts={texts} locale={locale} />
          <h2>{texts.run}</h2>
          <RunFacts run={run} texts={texts} locale={locale} />
          <p class="soft">{texts.worth}</p>
        </main>
        <footer class="soft">
          <p>{texts.footer}</p>
        </footer>
      </body>
    </html>
  );
}

function Conclusion({ run, texts }: { readonly run: SuiteRun; readonly texts: HtmlTexts }) {
  const blocking = run.results.filter(isBlocking);
  const failed = blocking.filter(({ verdict }) => verdict === 'failed').length;
  const open = blocking.length - failed;
  const tone = failed > 0 ? 'bad' : open > 0 ? 'open' : 'good';
  return (
    <div class={`lead ${tone}`}>
      {failed > 0 && <p>{texts.bad(failed)}</p>}
      {open > 0 && <p>{texts.open(open)}</p>}
      {blocking.length === 0 && <p>{texts.good}</p>}
      {run.coverage === 'part' && <p>{texts.partial}</p>}
    </div>
  );
}

interface Section {
  readonly heading: string;
  readonly results: readonly ScenarioResult[];
  readonly intro?: string;
}

function Results({ run, texts, locale }: ReportProps & { readonly texts: HtmlTexts }) {
  const of = (fits: (result: ScenarioResult) => boolean) => run.results.filter(fits);
  const isAdvice = (result: ScenarioResult) => result.level === 'recommended' && hasNotPassed(result);
  const sections: readonly Section[] = [
    { heading: texts.toFix, results: of((result) => isBlocking(result) && result.verdict === 'failed') },
    {
      heading: texts.toRepeat,
      results: of((result) => isBlocking(result) && result.verdict === 'inconclusive'),
    },
    { heading: texts.advice, results: of(isAdvice), intro: texts.adviceIntro },
  ];
  const listed = [
    { heading: texts.passed, results: of(({ verdict }) => verdict === 'passed') },
    { heading: texts.none, results: of(({ verdict }) => verdict === 'not-applicable') },
  ];
  return (
    <>
      {sections
        .filter(({ results }) => results.length > 0)
        .map(({ heading, results, intro }) => (
          <section key={heading}>
            <h2>{heading}</h2>
            {intro !== undefined && <p>{intro}</p>}
            <Grouped results={results} texts={texts} locale={locale} />
          </section>
        ))}
      {listed
        .filter(({ results }) => results.length > 0)
        .map(({ heading, results }) => (
          <section key={heading}>
            <h2>{heading}</h2>
            <ResultTable results={results} caption={heading} texts={texts} locale={locale} />
          </section>
        ))}
    </>
  );
}
