import {
  familyNames,
  familyQuestions,
  levelNames,
  ofFamily,
  qualificationFamilies,
  type ScenarioResult,
  type SuiteRun,
  verdictNames,
} from '@garance/core';
import { formatDateTime, type Locale, platformNames } from '@garance/web/view';
import { cleanText } from './clean-text.ts';
import type { HtmlTexts } from './html-texts.ts';

interface PartProps {
  readonly run: SuiteRun;
  readonly texts: HtmlTexts;
  readonly locale: Locale;
}

export function RunFacts({ run, texts, locale }: PartProps) {
  const { facts } = texts;
  const duration = Math.round((run.finishedAtMs - run.startedAtMs) / 1000);
  const rows: readonly (readonly [string, string])[] = [
    [facts.platform, platformNames[run.platform]],
    [facts.service, run.clientId],
    [facts.registration, facts.version(`${run.registrationVersion}`)],
    [facts.address, run.loginUrl],
    [facts.when, formatDateTime(locale, run.startedAtMs)],
    [facts.duration, facts.seconds(`${duration}`)],
    [facts.mode, facts.modes[run.mode]],
    [facts.suite, run.suiteVersion],
  ];
  return (
    <dl>
      {rows.map(([key, value]) => (
        <>
          <dt>{key}</dt>
          <dd>{cleanText(value)}</dd>
        </>
      ))}
    </dl>
  );
}

export function FamilyTable({ run, texts, locale }: PartProps) {
  const { columns } = texts;
  const present = qualificationFamilies.filter((family) => ofFamily(run.results, family).length > 0);
  const verdicts = ['passed', 'failed', 'inconclusive', 'not-applicable'] as const;
  return (
    // A region that scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section class="scroll" tabindex={0} aria-label={texts.summaryCaption}>
      <table>
        <caption>{texts.summaryCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.family}</th>
            {[columns.passed, columns.failed, columns.open, columns.none].map((header) => (
              <th scope="col" class="number" key={header}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {present.map((family) => (
            <tr key={family}>
              <th scope="row">
                {familyNames[family][locale]}
                <br />
                <span class="soft">{familyQuestions[family][locale]}</span>
              </th>
              {verdicts.map((verdict) => (
                <td class="number" key={verdict}>
                  {ofFamily(run.results, family).filter((result) => result.verdict === verdict).length}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface ResultProps {
  readonly result: ScenarioResult;
  readonly texts: HtmlTexts;
  readonly locale: Locale;
}

/** Everything a developer needs to see why, and to mend it. */
export function ResultArticle({ result, texts, locale }: ResultProps) {
  const { id, title, verdict, level, reason, findings, advice, clause } = result;
  const kind = level === 'recommended' ? 'recommended' : verdict;
  return (
    <article class={kind} aria-labelledby={id}>
      <h3 id={id}>{title[locale]}</h3>
      <p class="soft">
        <span class={`tag ${verdict}`}>{verdictNames[verdict][locale]}</span>, {levelNames[level][locale]} ·{' '}
        <code>{id}</code>
      </p>
      <p>
        <strong>{cleanText(reason?.[locale] ?? '')}</strong>
      </p>
      <Findings findings={findings.map((finding) => finding[locale])} />
      <h4>{texts.hubDid}</h4>
      <p>{result.does[locale]}</p>
      <h4>{texts.expected}</h4>
      <p>{result.expects[locale]}</p>
      <Observed result={result} texts={texts} locale={locale} />
      <div class="fix">
        <h4>{texts.fix}</h4>
        <p>{advice[locale]}</p>
        <p class="soft">
          {texts.source} : {clause}
        </p>
      </div>
    </article>
  );
}

function Findings({ findings }: { readonly findings: readonly string[] }) {
  if (findings.length === 0) return null;
  return (
    <ul>
      {findings.map((finding) => (
        <li key={finding}>{cleanText(finding)}</li>
      ))}
    </ul>
  );
}

function Observed({ result, texts }: ResultProps) {
  const { id, observed, pageText, screenshot } = result;
  if (observed.length === 0 && pageText === undefined && screenshot === undefined) return null;
  const firstMs = observed[0]?.atMs ?? 0;
  return (
    <>
      <h4>{texts.observed}</h4>
      <details>
        <summary>{texts.evidence(observed.length)}</summary>
        <ol class="steps">
          {observed.map(({ atMs, who, text }, index) => (
            <li key={`${index}-${atMs}`}>
              <span class="soft">
                +{((atMs - firstMs) / 1000).toFixed(2)} s, {texts.who[who]} :
              </span>{' '}
              {cleanText(text)}
            </li>
          ))}
        </ol>
      </details>
      {pageText !== undefined && (
        <>
          <h4>{texts.pageText}</h4>
          <section class="scroll" tabindex={0} aria-label={`${texts.pageText}, ${id}`}>
            <pre>{cleanText(pageText)}</pre>
          </section>
        </>
      )}
      {screenshot !== undefined && (
        <p>
          <img
            src={`data:image/png;base64,${Buffer.from(screenshot).toString('base64')}`}
            alt={texts.screenshot(id)}
          />
        </p>
      )}
    </>
  );
}

export function ResultTable({
  results,
  caption,
  texts,
  locale,
}: {
  readonly results: readonly ScenarioResult[];
  readonly caption: string;
  readonly texts: HtmlTexts;
  readonly locale: Locale;
}) {
  const withReasons = results.some(({ reason }) => reason !== undefined);
  return (
    <section class="scroll" tabindex={0} aria-label={caption}>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.columns.scenario}</th>
            <th scope="col">{withReasons ? texts.columns.reason : texts.expected}</th>
          </tr>
        </thead>
        <tbody>
          {results.map(({ id, title, expects, reason, findings }) => (
            <tr key={id}>
              <th scope="row">
                {title[locale]}
                <br />
                <code class="soft">{id}</code>
              </th>
              <td>
                {cleanText(withReasons ? (reason?.[locale] ?? '') : expects[locale])}
                <Findings findings={findings.map((finding) => `${texts.noted} : ${finding[locale]}`)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
