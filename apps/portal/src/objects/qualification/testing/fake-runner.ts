/** A suite for tests: its results and their moments are set by the test. */
import {
  type QualificationFamily,
  qualificationFamilies,
  type ScenarioResult,
  type SuiteRun,
  summarise,
} from '@garance/core';
import type { QualificationRunner, SuiteOrder } from '../runs/port.ts';

/** A PNG of one pixel. */
export const onePixel = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
);

/** A scenario of a family. */
export function aScenario(
  family: QualificationFamily,
  changes: Partial<ScenarioResult> = {},
): ScenarioResult {
  return {
    id: `${family}.example`,
    family,
    level: 'standard',
    title: { fr: `Exemple de ${family}`, en: `Example of ${family}` },
    clause: 'OpenID Connect Core 1.0 §3.1.3.7',
    does: { fr: 'La plateforme se trompe.', en: 'The platform makes a mistake.' },
    expects: { fr: 'Le service refuse la connexion.', en: 'The service refuses the sign-in.' },
    verdict: 'passed',
    findings: [],
    observed: [
      { atMs: 1_000, who: 'suite', text: 'GET /connexion → 302' },
      { atMs: 1_250, who: 'hub', text: 'authorize' },
    ],
    advice: { fr: 'Comparez le state.', en: 'Compare the state.' },
    durationMs: 700,
    ...changes,
  };
}

export const failure = {
  verdict: 'failed',
  reason: { fr: 'La page protégée s’est ouverte.', en: 'The protected page opened.' },
} as const satisfies Partial<ScenarioResult>;

/** One passed result for each family, overridden by `changes`. */
export function someResults(
  changes: Partial<Record<QualificationFamily, Partial<ScenarioResult>>> = {},
): readonly ScenarioResult[] {
  return qualificationFamilies.map((family) => aScenario(family, changes[family]));
}

export function runOf(order: SuiteOrder, results: readonly ScenarioResult[], atMs: number): SuiteRun {
  const { registration, target } = order;
  return {
    schema: 'garance-qualification-1',
    suiteVersion: '0.1.0',
    platform: registration.platform,
    serviceId: registration.serviceId,
    clientId: registration.clientId,
    registrationId: registration.id,
    registrationVersion: registration.version,
    loginUrl: target.loginUrl,
    mode: 'browser',
    coverage: 'whole',
    startedAtMs: atMs,
    finishedAtMs: atMs,
    summary: summarise(results),
    results,
  };
}

export interface FakeRunner extends QualificationRunner {
  /** Behaviour of the next runs; by default every scenario passes. */
  script: QualificationRunner['start'];
  readonly orders: SuiteOrder[];
}

export function createFakeRunner(now: () => number): FakeRunner {
  const orders: SuiteOrder[] = [];
  const runner: FakeRunner = {
    orders,
    script: async (order, onProgress) => reporting(order, someResults(), { onProgress, atMs: now() }),
    start: (order, onProgress, signal) => {
      orders.push(order);
      return runner.script(order, onProgress, signal);
    },
    render: (run, format) => `${format} of ${run.results.length} results`,
  };
  return runner;
}

/** Reports each result, then the whole run. */
export function reporting(
  order: SuiteOrder,
  results: readonly ScenarioResult[],
  {
    onProgress,
    atMs,
  }: { readonly onProgress: Parameters<QualificationRunner['start']>[1]; readonly atMs: number },
): SuiteRun {
  onProgress({ kind: 'started', scenarios: results.length });
  for (const [index, result] of results.entries()) {
    onProgress({ kind: 'result', done: index + 1, of: results.length, result });
  }
  return runOf(order, results, atMs);
}
