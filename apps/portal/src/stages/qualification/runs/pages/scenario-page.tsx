import { familyNames, levelNames, type ScenarioResult } from '@garance/core';
import { createMessages, formatDateTime, SummaryList } from '@garance/web/view';
import type { PortalPageContext } from '../../../../parts/layout.tsx';
import { Frame } from '../../../../parts/qualification/parts.tsx';
import type { PlatformScope } from '../../../../parts/scope/service-scope.ts';
import { VerdictTag } from './run-parts.tsx';

const messages = createMessages({
  fr: {
    verdict: 'Verdict',
    reason: 'Raison',
    required: 'Exigence',
    family: 'Famille',
    source: 'Source',
    duration: 'Durée',
    did: 'Ce que la plateforme a fait',
    expected: 'Ce que le service devait faire',
    noted: 'À noter',
    fix: 'Comment corriger',
    observed: 'Ce qui a été observé, dans l’ordre',
    who: { suite: 'La suite', hub: 'La plateforme' },
    pageText: 'Texte de la page jugée',
    screenshot: 'Capture de la page jugée',
    nothing: 'Rien n’a été observé.',
  },
  en: {
    verdict: 'Verdict',
    reason: 'Reason',
    required: 'Requirement',
    family: 'Family',
    source: 'Source',
    duration: 'Duration',
    did: 'What the platform did',
    expected: 'What the service had to do',
    noted: 'Worth noting',
    fix: 'How to fix it',
    observed: 'What was observed, in order',
    who: { suite: 'The suite', hub: 'The platform' },
    pageText: 'Text of the page that was judged',
    screenshot: 'Screenshot of the page that was judged',
    nothing: 'Nothing was observed.',
  },
});

export interface ScenarioPageProps {
  readonly context: PortalPageContext;
  readonly scope: PlatformScope;
  readonly runId: string;
  readonly runAtMs: number;
  readonly result: ScenarioResult;
}

/** One scenario of one run, with its evidence; content received from the service is shown as text. */
export function ScenarioPage({ context, scope, runId, runAtMs, result }: ScenarioPageProps) {
  const { locale } = context;
  const texts = messages(locale);
  const runHref = `${scope.base}/qualification/runs/${runId}`;
  const { id, title, family, level, clause, reason, durationMs, verdict } = result;
  return (
    <Frame context={context} scope={scope} title={title[locale]} backHref={runHref} width="wide">
      <p class="govuk-hint">
        {id}, {formatDateTime(locale, runAtMs)}
      </p>
      <SummaryList
        rows={[
          { key: texts.verdict, value: <VerdictTag result={result} /> },
          ...(reason === undefined ? [] : [{ key: texts.reason, value: reason[locale] }]),
          { key: texts.required, value: levelNames[level][locale] },
          { key: texts.family, value: familyNames[family][locale] },
          { key: texts.source, value: clause },
          { key: texts.duration, value: `${(durationMs / 1000).toFixed(1)} s` },
        ]}
      />
      <h2 class="govuk-heading-m">{texts.did}</h2>
      <p class="govuk-body">{result.does[locale]}</p>
      <h2 class="govuk-heading-m">{texts.expected}</h2>
      <p class="govuk-body">{result.expects[locale]}</p>
      {verdict !== 'passed' && verdict !== 'not-applicable' && (
        <>
          <h2 class="govuk-heading-m">{texts.fix}</h2>
          <p class="govuk-body">{result.advice[locale]}</p>
        </>
      )}
      <Evidence {...{ context, scope, runId, runAtMs, result }} />
    </Frame>
  );
}

function Evidence({ context, scope, runId, result }: ScenarioPageProps) {
  const { locale } = context;
  const texts = messages(locale);
  const { id, findings, observed, pageText, screenshot } = result;
  const firstMs = observed[0]?.atMs ?? 0;
  return (
    <>
      {findings.length > 0 && (
        <>
          <h2 class="govuk-heading-m">{texts.noted}</h2>
          <ul class="govuk-list govuk-list--bullet">
            {findings.map((finding) => (
              <li key={finding.en}>{finding[locale]}</li>
            ))}
          </ul>
        </>
      )}
      <h2 class="govuk-heading-m">{texts.observed}</h2>
      {observed.length === 0 && <p class="govuk-body">{texts.nothing}</p>}
      <ol class="govuk-list govuk-list--number">
        {observed.map(({ atMs, who, text }, index) => (
          <li key={`${index}-${atMs}`} class="garance-run-step">
            <span class="govuk-hint">
              +{((atMs - firstMs) / 1000).toFixed(2)} s, {texts.who[who]} :
            </span>{' '}
            {text}
          </li>
        ))}
      </ol>
      {pageText !== undefined && (
        <section class="garance-table" aria-label={texts.pageText} tabindex={0}>
          <h2 class="govuk-heading-m">{texts.pageText}</h2>
          <pre class="garance-run-page-text">{pageText}</pre>
        </section>
      )}
      {screenshot !== undefined && (
        <>
          <h2 class="govuk-heading-m">{texts.screenshot}</h2>
          <img
            class="garance-run-screenshot"
            src={`${scope.base}/qualification/runs/${runId}/scenarios/${id}/screenshot`}
            alt={`${texts.screenshot}, ${id}`}
          />
        </>
      )}
    </>
  );
}
