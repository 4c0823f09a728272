import { levelNames, type QualificationVerdict, type ScenarioRecord, verdictNames } from '@garance/core';
import { SafeLink, Table, Tag, type TagProps, useLocale } from '@garance/web/view';
import type { RunState } from '../../../../objects/qualification/tables/qualification-runs.ts';
import { runTexts } from '../texts.ts';

type Tone = NonNullable<TagProps['tone']>;

const stateTones: Readonly<Record<RunState, Tone>> = {
  queued: 'neutral',
  running: 'accent',
  finished: 'success',
  failed: 'error',
  cancelled: 'neutral',
  interrupted: 'warning',
};

export function RunStateTag({ state }: { readonly state: RunState }) {
  return <Tag tone={stateTones[state]}>{runTexts(useLocale()).states[state]}</Tag>;
}

const verdictTones: Readonly<Record<QualificationVerdict, Tone>> = {
  passed: 'success',
  failed: 'error',
  inconclusive: 'warning',
  'not-applicable': 'neutral',
};

/** A recommendation that was not followed is not shown as an error. */
export function VerdictTag({ result }: { readonly result: Pick<ScenarioRecord, 'verdict' | 'level'> }) {
  const locale = useLocale();
  const { verdict, level } = result;
  const isAdvice = level === 'recommended' && verdict !== 'passed' && verdict !== 'not-applicable';
  return (
    <Tag tone={isAdvice ? 'neutral' : verdictTones[verdict]}>
      {isAdvice ? levelNames.recommended[locale] : verdictNames[verdict][locale]}
    </Tag>
  );
}

const order: readonly QualificationVerdict[] = ['failed', 'inconclusive', 'passed', 'not-applicable'];

/** Sorts failures first, and required scenarios before recommended ones. */
export function sortResults<R extends ScenarioRecord>(results: readonly R[]): readonly R[] {
  const rank = ({ verdict, level }: R) =>
    order.indexOf(verdict) * 2 + (level === 'recommended' && verdict !== 'passed' ? 1 : 0);
  return [...results].sort((a, b) => rank(a) - rank(b));
}

interface ResultsTableProps {
  readonly caption: string;
  readonly results: readonly ScenarioRecord[];
  readonly hrefOf: (scenarioId: string) => string;
  readonly empty?: string;
}

export function ResultsTable({ caption, results, hrefOf, empty }: ResultsTableProps) {
  const locale = useLocale();
  const texts = runTexts(locale);
  return (
    <Table
      caption={caption}
      columns={[texts.scenario, texts.verdict, texts.reason]}
      rows={results.map((result) => [
        <>
          <SafeLink href={hrefOf(result.id)}>{result.title[locale]}</SafeLink>
          <br />
          <span class="govuk-hint">{result.id}</span>
        </>,
        <VerdictTag result={result} />,
        result.reason?.[locale] ?? '',
      ])}
      {...(empty !== undefined && { empty })}
    />
  );
}
