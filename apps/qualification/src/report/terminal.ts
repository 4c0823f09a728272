/** What a person at a terminal, or the log of a build server, reads while a run goes on and when it has ended. */
import {
  familyNames,
  isBlocking,
  type Localized,
  ofFamily,
  type Progress,
  qualificationFamilies,
  type ScenarioResult,
  type SuiteRun,
  verdictNames,
} from '@garance/core';
import type { Locale } from '@garance/web/view';
import type { RunCost } from '../runner/run-suite.ts';
import { findCauses } from './causes.ts';
import { oneLine } from './clean-text.ts';
import type { Library } from './libraries.ts';

export interface TerminalOutput {
  write(text: string): unknown;
  /** Absent or false: no line is ever written over. */
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface TerminalOptions {
  readonly locale: Locale;
  readonly colour: boolean;
  /** Milliseconds of a clock that only goes forward. */
  readonly now?: () => number;
}

export interface TerminalProgress {
  onProgress(progress: Progress): void;
  /** Causes first, then the summary by family, then what to do. */
  finish(run: SuiteRun, around?: AroundRun): void;
}

/** What a terminal also tells of a run. */
export interface AroundRun {
  readonly cost?: RunCost | undefined;
  readonly slow?: boolean | undefined;
  readonly quick?: boolean | undefined;
  /** The library that the service seems to be built on. */
  readonly library?: Library | undefined;
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
    quick: 'Sans --quick, tous sont joués.',
    slow: 'Les scénarios lents n’ont pas été joués : --slow les ajoute, et une qualification les demande.',
    causes: 'Causes :',
    ofDecided: (failed: number, decided: number) => `${failed} scénarios sur ${decided}`,
    inLibrary: (name: string, change: string) => `${name} : ${change}`,
    left: (text: string) => `encore ${text} environ`,
    cost: ({ plays, logins, cpuMs }: RunCost) =>
      `${plays} scénarios joués, ${logins} connexions, ${(cpuMs / 1000).toFixed(1)} s de processeur`,
    heldBack: (times: number) =>
      `Le service a limité le débit (429) ${times} fois : la suite a attendu comme il le demandait.`,
    sameCause: (count: number) =>
      count === 1
        ? '1 autre sans verdict, pour la même raison :'
        : `${count} autres sans verdict, pour la même raison :`,
    seconds: (count: string) => `${count} s`,
    minutes: (count: number) => `${count} min`,
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
    quick: 'Without --quick all are played.',
    slow: 'The slow scenarios were not played: --slow adds them, and a qualification needs them.',
    causes: 'Causes:',
    ofDecided: (failed: number, decided: number) => `${failed} of ${decided} scenarios`,
    inLibrary: (name: string, change: string) => `${name}: ${change}`,
    left: (text: string) => `about ${text} left`,
    heldBack: (times: number) =>
      `The service limited the rate (429) ${times} ${times === 1 ? 'time' : 'times'}: the suite waited as it asked.`,
    sameCause: (count: number) => `${count} more without a verdict, for the same reason:`,
    cost: ({ plays, logins, cpuMs }: RunCost) =>
      `${plays} scenarios played, ${logins} logins, ${(cpuMs / 1000).toFixed(1)} s of processor time`,
    seconds: (count: string) => `${count} s`,
    minutes: (count: number) => `${count} min`,
  },
} as const;

/** One line for every result worth reading (not for each pass), a counter that runs where it can. */
export function createTerminalProgress(
  output: TerminalOutput,
  { locale, colour, now = () => performance.now() }: TerminalOptions,
): TerminalProgress {
  const isLive = output.isTTY === true;
  const paint = (name: Colour, text: string) => (colour ? `\u001b[${colours[name]}m${text}\u001b[0m` : text);
  // CSI 2K erases the line; only written to a terminal.
  const clear = () => (isLive ? '\r\u001b[2K' : '');
  const lines = (text: readonly string[]) =>
    output.write(`${clear()}${text.map((line) => `${line}\n`).join('')}`);
  const pace = createEstimate(now);
  const undecided = createUndecided();
  return {
    onProgress: (progress) => {
      if (progress.kind === 'started') {
        lines([texts[locale].started(progress.scenarios)]);
        return;
      }
      const { done, of, result } = progress;
      const description = undecided.isRepeated(result) ? [] : describeResult(result, locale, paint);
      if (description.length > 0) lines(description);
      const leftMs = pace.leftMs(progress);
      const left = leftMs === undefined ? '' : texts[locale].left(durationOf(leftMs, locale));
      if (pace.isFirst(leftMs) && !isLive) lines([paint('dim', `  ${left}`)]);
      if (!isLive) return;
      const width = Math.max((output.columns ?? 80) - 1, 0);
      output.write(`${clear()}${`${done}/${of} ${result.id} ${left}`.trimEnd().slice(0, width)}`);
    },
    finish: (run, around = {}) => {
      lines([
        ...undecided.lines({ locale, paint }),
        ...causeLines(run, around, { locale, paint }),
        '',
        ...familyLines(run, locale, paint),
        '',
        ...conclusion(run, around, { locale, paint }),
      ]);
    },
  };
}

/**
 * Scenarios undecided for the same reason are one entry: the first is described in full, the others are named at the
 * end.
 */
function createUndecided() {
  const byReason = new Map<string, { readonly reason: Localized; readonly others: string[] }>();
  return {
    isRepeated({ id, verdict, reason }: ScenarioResult): boolean {
      if (verdict !== 'inconclusive' || reason === undefined) return false;
      const known = byReason.get(reason.en);
      if (known === undefined) byReason.set(reason.en, { reason, others: [] });
      known?.others.push(id);
      return known !== undefined;
    },
    lines({ locale, paint }: Style): readonly string[] {
      return [...byReason.values()]
        .filter(({ others }) => others.length > 0)
        .flatMap(({ reason, others }) => [
          `  ${paint('yellow', texts[locale].sameCause(others.length))} ${oneLine(reason[locale])}`,
          `    ${others.join(', ')}`,
        ]);
    },
  };
}

/** Estimates the time left from the first scenarios. */
function createEstimate(now: () => number) {
  const fewestPlayed = 20;
  const startedMs = now();
  let played = 0;
  let hasEstimated = false;
  return {
    /** Undefined until `fewestPlayed` scenarios were played. */
    leftMs({ done, of, result }: Extract<Progress, { kind: 'result' }>): number | undefined {
      if (result.verdict !== 'not-applicable') played += 1;
      return played < fewestPlayed ? undefined : ((now() - startedMs) / played) * (of - done);
    },
    isFirst(leftMs: number | undefined): boolean {
      const first = leftMs !== undefined && !hasEstimated;
      hasEstimated ||= first;
      return first;
    },
  };
}

const minuteMs = 60_000;

function durationOf(ms: number, locale: Locale): string {
  const { minutes, seconds } = texts[locale];
  return ms < minuteMs ? seconds(String(Math.ceil(ms / 1000))) : minutes(Math.ceil(ms / minuteMs));
}

type Paint = (name: Colour, text: string) => string;
interface Style {
  readonly locale: Locale;
  readonly paint: Paint;
}

/** The causes of the failures, before the list of scenarios. */
function causeLines(
  { results }: SuiteRun,
  { library }: AroundRun,
  { locale, paint }: Style,
): readonly string[] {
  const found = findCauses(results);
  if (found.length === 0) return [];
  const phrases = texts[locale];
  const lines = found.flatMap(({ id, title, failed, decided }) => {
    const change = library?.changes[id]?.[locale];
    return [
      `  ${paint('red', title[locale])} (${phrases.ofDecided(failed.length, decided)})`,
      ...(library === undefined || change === undefined
        ? []
        : [`    ${phrases.inLibrary(library.name, change)}`]),
    ];
  });
  return ['', paint('bold', phrases.causes), ...lines];
}

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
      .map((verdict) => ({ verdict, count: own.filter((result) => result.verdict === verdict).length }))
      .filter(({ count }) => count > 0)
      .map(({ verdict, count }) => `${count} ${verdictNames[verdict][locale]}`);
    const isBad = own.some(isBlocking);
    return `${paint(isBad ? 'red' : 'green', isBad ? '✗' : '✓')} ${familyNames[family][locale].padEnd(width)}  ${counts.join(', ')}`;
  });
}

function conclusion(
  run: SuiteRun,
  { cost, slow, quick }: AroundRun,
  { locale, paint }: Style,
): readonly string[] {
  const phrases = texts[locale];
  const blocking = run.results.filter(isBlocking);
  const failed = blocking.filter(({ verdict }) => verdict === 'failed').length;
  const undecided = blocking.length - failed;
  const seconds = phrases.seconds(((run.finishedAtMs - run.startedAtMs) / 1000).toFixed(1));
  return [
    ...(failed > 0 ? [paint('red', phrases.failed(failed))] : []),
    ...(undecided > 0 ? [paint('yellow', phrases.undecided(undecided))] : []),
    ...(blocking.length === 0 ? [paint('green', phrases.passed)] : []),
    ...(cost !== undefined && cost.heldBack > 0 ? [phrases.heldBack(cost.heldBack)] : []),
    ...(run.coverage === 'part' ? [phrases.partial] : []),
    ...(quick === true ? [phrases.quick] : []),
    ...(slow === false && run.coverage === 'part' ? [phrases.slow] : []),
    paint('dim', cost === undefined ? seconds : `${phrases.cost(cost)}, ${seconds}`),
  ];
}
