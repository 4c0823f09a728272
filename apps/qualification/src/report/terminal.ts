/** What a person at a terminal, or the log of a build server, reads while a run goes on and when it has ended. */
import {
  familyNames,
  isBlocking,
  ofFamily,
  type Progress,
  qualificationFamilies,
  type ScenarioResult,
  type SuiteRun,
  verdictNames,
} from '@garance/core';
import type { Locale } from '@garance/web/view';
import { oneLine } from './clean-text.ts';

export interface TerminalOutput {
  write(text: string): unknown;
  /** Absent or false: no line is ever written over. */
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface TerminalOptions {
  readonly locale: Locale;
  readonly colour: boolean;
}

export interface TerminalProgress {
  onProgress(progress: Progress): void;
  /** Summary by family, then what to do. */
  finish(run: SuiteRun): void;
}

const colours = { red: 31, green: 32, yellow: 33, cyan: 36, dim: 2, bold: 1 } as const;
type Colour = keyof typeof colours;

const texts = {
  fr: {
    started: (count: number) => `${count} scénarios`,
    recommendation: 'conseil',
    finding: 'à noter',
    fix: 'Corriger',
    passed: 'Tous les scénarios exigés sont réussis.',
    failed: (count: number) =>
      count === 1 ? '1 scénario exigé à corriger.' : `${count} scénarios exigés à corriger.`,
    undecided: (count: number) =>
      count === 1
        ? '1 scénario exigé sans verdict : voyez sa raison.'
        : `${count} scénarios exigés sans verdict : voyez la raison de chacun.`,
    partial: 'Seule une partie des scénarios a été exécutée.',
    seconds: (count: string) => `${count} s`,
  },
  en: {
    started: (count: number) => `${count} scenarios`,
    recommendation: 'recommendation',
    finding: 'note',
    fix: 'To fix',
    passed: 'Every required scenario passed.',
    failed: (count: number) => `${count} required ${count === 1 ? 'scenario' : 'scenarios'} to fix.`,
    undecided: (count: number) =>
      `${count} required ${count === 1 ? 'scenario' : 'scenarios'} without a verdict: see the reason of each.`,
    partial: 'Only a part of the scenarios was run.',
    seconds: (count: string) => `${count} s`,
  },
} as const;

/** One line for every result worth reading (not for each pass), a counter that runs where it can. */
export function createTerminalProgress(
  output: TerminalOutput,
  { locale, colour }: TerminalOptions,
): TerminalProgress {
  const isLive = output.isTTY === true;
  const paint = (name: Colour, text: string) => (colour ? `\u001b[${colours[name]}m${text}\u001b[0m` : text);
  // CSI 2K: erases the line; only written where a person looks on.
  const clear = () => (isLive ? '\r\u001b[2K' : '');
  const lines = (text: readonly string[]) =>
    output.write(`${clear()}${text.map((line) => `${line}\n`).join('')}`);
  return {
    onProgress: (progress) => {
      if (progress.kind === 'started') {
        lines([texts[locale].started(progress.scenarios)]);
        return;
      }
      const { done, of, result } = progress;
      const said = describeResult(result, locale, paint);
      if (said.length > 0) lines(said);
      if (!isLive) return;
      const width = Math.max((output.columns ?? 80) - 1, 0);
      output.write(`${clear()}${`${done}/${of} ${result.id}`.slice(0, width)}`);
    },
    finish: (run) => {
      lines(['', ...familyLines(run, locale, paint), '', ...conclusion(run, locale, paint)]);
    },
  };
}

type Paint = (name: Colour, text: string) => string;

function describeResult(result: ScenarioResult, locale: Locale, paint: Paint): readonly string[] {
  const { id, title, verdict, reason, advice, findings } = result;
  const notes = findings.map((finding) => `    ${texts[locale].finding}: ${oneLine(finding[locale])}`);
  if (verdict === 'not-applicable') return [];
  if (verdict === 'passed') return findings.length === 0 ? [] : [`  ${paint('dim', id)}`, ...notes];
  const isAdvice = !isBlocking(result);
  const mark = isAdvice ? texts[locale].recommendation : verdictNames[verdict][locale];
  const tone: Colour = isAdvice ? 'cyan' : verdict === 'failed' ? 'red' : 'yellow';
  return [
    `  ${paint(tone, mark)} ${paint('bold', id)} ${oneLine(title[locale])}`,
    `    ${oneLine(reason?.[locale] ?? '')}`,
    ...notes,
    ...(verdict === 'failed' ? [`    ${texts[locale].fix}: ${oneLine(advice[locale])}`] : []),
  ];
}

function familyLines({ results }: SuiteRun, locale: Locale, paint: Paint): readonly string[] {
  const present = qualificationFamilies.filter((family) => ofFamily(results, family).length > 0);
  const width = Math.max(...present.map((family) => familyNames[family][locale].length), 0);
  return present.map((family) => {
    const own = ofFamily(results, family);
    const counts = (['passed', 'failed', 'inconclusive', 'not-applicable'] as const)
      .map((verdict) => ({ verdict, count: own.filter((one) => one.verdict === verdict).length }))
      .filter(({ count }) => count > 0)
      .map(({ verdict, count }) => `${count} ${verdictNames[verdict][locale]}`);
    const isBad = own.some(isBlocking);
    return `${paint(isBad ? 'red' : 'green', isBad ? '✗' : '✓')} ${familyNames[family][locale].padEnd(width)}  ${counts.join(', ')}`;
  });
}

function conclusion(run: SuiteRun, locale: Locale, paint: Paint): readonly string[] {
  const said = texts[locale];
  const blocking = run.results.filter(isBlocking);
  const failed = blocking.filter(({ verdict }) => verdict === 'failed').length;
  const undecided = blocking.length - failed;
  const seconds = ((run.finishedAtMs - run.startedAtMs) / 1000).toFixed(1);
  return [
    ...(failed > 0 ? [paint('red', said.failed(failed))] : []),
    ...(undecided > 0 ? [paint('yellow', said.undecided(undecided))] : []),
    ...(blocking.length === 0 ? [paint('green', said.passed)] : []),
    ...(run.coverage === 'part' ? [said.partial] : []),
    paint('dim', said.seconds(seconds)),
  ];
}
