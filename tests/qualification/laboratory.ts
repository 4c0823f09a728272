/** A federation with rehearsals and all sample services in this process, with shortened delays. */
import type { Platform } from '@garance/core';
import { CannotRun, type Rehearsal, runSuite, type Scenario } from '@garance/qualification';
import { createBrowserVisitors, createHttpVisitors, type VisitorSource } from '@garance/qualification/runner';
import { launchBrowser } from '../browser.ts';
import { startFederation } from '../federation.ts';
import type { DefectName } from './services/defects/defect.ts';
import { startSampleServices } from './services/sample-services.ts';

export interface Experiment {
  readonly platform: Platform;
  /** Name of a wrong service, or of a correct one unlike the honest one. Absent: the honest one. */
  readonly defect?: DefectName;
  readonly scenarios: readonly Scenario[];
  readonly onResult?: (id: string) => void;
  /** With a real browser also what needs none. */
  readonly inBrowser?: boolean;
  /** Less time for an answer than the suite gives otherwise. */
  readonly navigationMs?: number;
}

export interface Finding {
  readonly id: string;
  readonly verdict: 'passed' | 'failed' | 'inconclusive' | 'not-applicable';
  readonly reason: string;
  /** What the report says beside the verdict. */
  readonly notes: readonly string[];
}

export interface Laboratory {
  /** Plays the scenarios on one service, in the group that each needs: browser, rehearsal issuer, or neither. */
  run(experiment: Experiment): Promise<readonly Finding[]>;
  close(): Promise<void>;
}

/** Factor for delays: a silence of 20 s lasts 5 s, an answer after 10 s comes after 2.5 s; the services' time-outs fit. */
export const scale = 0.25;
const waits = { timeoutMs: 2_200, jwksCoolDownMs: 0 };
/** Documents of the rehearsal issuer are loaded again for every login, so that a fault in them takes effect. */
const timing = { hub: waits, rehearsal: { ...waits, discoveryMaxAgeMs: 0, jwksMaxAgeMs: 0 } };
export const policy = { allowHttp: true, allowPrivateAddresses: true };
export const maxBytes = 1_000_000;

export async function openLaboratory(): Promise<Laboratory> {
  await using stack = new AsyncDisposableStack();
  const federation = await startFederation({ rehearsalScale: scale });
  stack.defer(() => federation.close());
  const rehearsalIssuers = new Map<string, string>();
  const sampleServices = await startSampleServices({
    issuers: {
      standard: federation.run.hubs.standard.integration,
      plus: federation.run.hubs.plus.integration,
    },
    rehearsalIssuer: (_platform, clientId) => rehearsalIssuers.get(clientId) ?? '',
    host: '127.0.0.1',
    port: 0,
    timing,
  });
  stack.defer(() => sampleServices.close());
  const { registrations } = federation.partnerSpace.store;
  await Promise.all(sampleServices.registrations().map((one) => registrations.publish(one)));
  const opened = stack.move();
  const visitors = createVisitors(opened);

  async function play(rehearsal: Rehearsal, experiment: Experiment, part: Part): Promise<readonly Finding[]> {
    const scenarios = experiment.scenarios.filter((scenario) => partOf(scenario) === part);
    if (scenarios.length === 0) return [];
    const { platform, defect } = experiment;
    const service = sampleServices.service(
      platform,
      defect,
      part === 'rehearsal-issuer' ? 'rehearsal' : 'hub',
    );
    const mode = part === 'browser' || experiment.inBrowser === true ? 'browser' : 'http';
    const { navigationMs } = experiment;
    const run = await runSuite({
      rehearsal,
      service,
      scenarios,
      mode,
      visitors: await visitors[mode](),
      // A rehearsal issuer has one fault at a time.
      parallel: part === 'rehearsal-issuer' ? 1 : 4,
      slow: true,
      ...(navigationMs !== undefined && { limits: { navigationMs } }),
      scale,
      onProgress: (progress) => {
        if (progress.kind === 'result') experiment.onResult?.(progress.result.id);
      },
    });
    return run.results.map(({ id, verdict, reason, findings }) => ({
      id,
      verdict,
      reason: reason?.en ?? '',
      notes: findings.map(({ en }) => en),
    }));
  }

  return {
    run: async (experiment) => {
      const { platform, defect } = experiment;
      const { clientId } = sampleServices.service(platform, defect);
      const rehearsal = await openRehearsal(() => federation.rehearsal(clientId, platform));
      rehearsalIssuers.set(clientId, rehearsal.service.rehearsalIssuer);
      const findings: Finding[] = [];
      for (const part of parts) {
        const played = await play(rehearsal, experiment, part).catch((error: unknown) => {
          if (!(error instanceof CannotRun)) throw error;
          return notPlayed(experiment, part, error);
        });
        findings.push(...played);
      }
      return findings;
    },
    close: () => opened.disposeAsync(),
  };
}

const parts = ['http', 'rehearsal-issuer', 'browser'] as const;
type Part = (typeof parts)[number];

/** The group of a scenario: without a browser when it needs none. */
function partOf({ needs = [] }: Scenario): Part {
  if (needs.includes('rehearsal-issuer')) return 'rehearsal-issuer';
  return needs.includes('browser') ? 'browser' : 'http';
}

/** Findings for a service at which no sign-in works: no scenario was judged. */
function notPlayed({ scenarios }: Experiment, part: Part, { message }: CannotRun): readonly Finding[] {
  return scenarios
    .filter((scenario) => partOf(scenario) === part)
    .map(({ id }) => ({ id, verdict: 'inconclusive', reason: message, notes: [] }));
}

function createVisitors(
  stack: AsyncDisposableStack,
): Readonly<Record<'http' | 'browser', () => Promise<VisitorSource>>> {
  let browser: Promise<VisitorSource> | undefined;
  const http = createHttpVisitors({ policy, maxBytes });
  return {
    http: async () => http,
    browser: () => {
      if (browser === undefined) {
        const starting = createBrowserVisitors({ launchBrowser, policy, maxBytes });
        stack.defer(async () => (await starting).close());
        browser = starting;
      }
      return browser;
    },
  };
}

/** Repeats until the hub knows the publication. */
export async function openRehearsal(open: () => Promise<Rehearsal>): Promise<Rehearsal> {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    try {
      return await open();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  return open();
}

const maxAttempts = 100;
const pauseMs = 100;
