import type { Progress, ScenarioResult } from '@garance/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from '../vocabulary/fault.ts';
import type { Scenario } from '../vocabulary/scenario.ts';
import { createBrowserVisitors } from './browser/browser-visitors.ts';
import { launchBrowser } from './browser/launch-browser.ts';
import { CannotRun } from './cannot-run.ts';
import { createHttpVisitors } from './http/http-visitor.ts';
import { runSuite } from './run-suite.ts';
import { type Behaviour, startFakeFederation } from './testing/fake-federation.ts';
import type { VisitorSource } from './visitors.ts';

const text = { fr: 'texte', en: 'text' };
const common = {
  title: text,
  clause: 'RFC 0',
  level: 'standard',
  does: text,
  expects: text,
  advice: text,
} as const;

const refusal: Scenario = {
  ...common,
  id: 'id-token.wrong-issuer',
  family: 'id-token',
  kind: 'refuse',
  fault: { at: 'id_token', claims: { set: { iss: { reserved: 'issuer' } } } },
};
const observation: Scenario = {
  ...common,
  id: 'id-token.exp-within-skew',
  family: 'id-token',
  kind: 'observe',
  level: 'recommended',
  fault: { at: 'id_token', claims: { set: { exp: { secondsFromNow: -120 } } } },
};
const several = (count: number): readonly Scenario[] =>
  Array.from({ length: count }, (_, place) => ({
    ...refusal,
    id: `id-token.claim-${place}`,
    fault: { at: 'id_token', claims: { drop: [`claim-${place}`] } } as const,
  }));
const information: Scenario = {
  ...common,
  id: 'callback.tells-access-denied',
  family: 'callback',
  kind: 'inform',
  fault: { at: 'callback', set: { error: 'access_denied' }, drop: ['code'] },
};
const plain: Scenario = { ...common, id: 'accept.plain', family: 'accept', kind: 'accept' };
const watch: Scenario = {
  ...common,
  id: 'requests.state',
  family: 'requests',
  kind: 'watch',
  judge: ({ logins }) =>
    logins.length === 5 && logins.every((login) => login.length === 4)
      ? { verdict: 'passed' }
      : { verdict: 'failed', reason: text },
};
const throws: Scenario = {
  ...common,
  id: 'sessions.throws',
  family: 'sessions',
  kind: 'play',
  play: async () => {
    throw new TypeError('said by a page');
  },
};
const local = { allowHttp: true, allowPrivateAddresses: true };
const limits = { maxBytes: 1_000_000 };

describe.each(['http', 'browser'] as const)('a run by %s', (mode) => {
  let visitors: VisitorSource;
  beforeAll(async () => {
    const options = { ...limits, policy: local };
    visitors =
      mode === 'http'
        ? createHttpVisitors(options)
        : await createBrowserVisitors({ ...options, launchBrowser, sandbox: 'preferred' });
  });
  afterAll(() => visitors.close());

  async function run(behaviour: Behaviour, scenarios: readonly Scenario[]) {
    await using federation = await startFakeFederation(behaviour);
    const { rehearsal, service } = federation;
    const suite = await runSuite({ rehearsal, service, scenarios, mode, visitors, parallel: 2 });
    return { ...suite, left: federation.sessions() };
  }
  const only = ({ results: [result] }: { readonly results: readonly ScenarioResult[] }) => {
    if (result === undefined) throw new Error('no result');
    return result;
  };

  test('passes an honest service, and leaves nobody signed in', async () => {
    const suite = await run({}, [refusal, plain, watch]);
    expect(suite.summary).toEqual({ passed: 3, failed: 0, inconclusive: 0, notApplicable: 0 });
    expect(suite.results.map(({ id }) => id)).toEqual([refusal.id, plain.id, watch.id]);
    expect(suite).toMatchObject({
      mode,
      coverage: 'whole',
      clientId: 'client',
      registrationVersion: 3,
      left: 0,
    });
  });

  test('fails a service that signs in with the fault, says so in words, and signs out of it', async () => {
    const { left, ...suite } = await run({ accepts: () => true }, [refusal]);
    const result = only(suite);
    expect(result.verdict).toBe('failed');
    expect(result.reason?.en).toContain('session');
    expect(result.pageText).toContain('Bonjour Angela');
    expect(result.findings.map(({ en }) => en)).toEqual([expect.stringContaining('asked for userinfo')]);
    expect(result.screenshot === undefined).toBe(mode === 'http');
    expect(left).toBe(0);
  });

  test('decides nothing when the service never fetched the fault', async () => {
    const result = only(await run({ stopsEarly: () => true }, [refusal]));
    expect([result.verdict, result.reason?.en]).toEqual([
      'inconclusive',
      expect.stringContaining('stopped before'),
    ]);
  });

  test('decides nothing when the service breaks down at the fault', async () => {
    const result = only(await run({ breaksDown: true }, [refusal]));
    expect([result.verdict, result.reason?.en]).toEqual([
      'inconclusive',
      expect.stringMatching(/just after.*Its last answer: 400\.$/),
    ]);
    // The way of the good login that failed is there too, tried twice; its code is not.
    const callbacks = result.observed.filter(({ text: step }) => step.includes('/cb?code=…'));
    expect(callbacks.length).toBeGreaterThan(1);
  });

  test('passes a refusal by a server error, and notes it', async () => {
    const refused = { status: 500, html: '<h1>Oups</h1><pre>Error\n at run (/srv/app/login.js:12:3)</pre>' };
    const result = only(await run({ refusal: refused }, [refusal]));
    expect(result.verdict).toBe('passed');
    expect(result.findings.map(({ en }) => en)).toEqual([
      expect.stringContaining('error 500'),
      expect.stringContaining('stack trace'),
    ]);
  });

  test.each([
    ['blank', { status: 400, html: '<p></p>' }, 'blank'],
    ['a stack trace', { status: 400, html: '<pre>at run (/srv/app/login.js:12:3)</pre>' }, 'stack trace'],
    ['the page of every visitor', { status: 200, html: '<h1>Accueil</h1>' }, 'every visitor'],
  ])('fails a service whose page after an error is %s', async (_name, refused, expected) => {
    const result = only(await run({ refusal: refused }, [information]));
    expect([result.verdict, result.reason?.en]).toEqual(['failed', expect.stringContaining(expected)]);
  });

  test('passes a service that tells the person', async () => {
    expect(only(await run({}, [information])).verdict).toBe('passed');
  });

  test('attack 23: never passes a scenario that breaks off, and repeats no message of others', async () => {
    const result = only(await run({}, [throws]));
    expect([result.verdict, result.reason?.en]).toEqual([
      'inconclusive',
      'The scenario could not be played to its end: unexpected error (TypeError)',
    ]);
  });

  test('keeps codes out of its evidence, and says in order what happened', async () => {
    const result = only(await run({}, [refusal]));
    const steps = result.observed.map(({ who, text: step }) => `${who}: ${step.replace(/:\d{4,5}/g, '')}`);
    expect(steps.slice(0, 2)).toEqual([
      'suite: GET http://127.0.0.1/login → 200',
      'suite: activates “S’identifier avec FranceConnect”',
    ]);
    expect(steps).toContain('suite: GET http://127.0.0.1/cb?code=…&state=… → 400');
    expect(steps).toContain('hub: token request, client_secret_post, answered wrongly as told');
    expect(JSON.stringify(result)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-4/);
  });

  test.each([
    [{ dead: true }, {}, 'never-signed-in'],
    [{}, { signedIn: { text: 'Connexion' } }, 'always-signed-in'],
    [{}, { protectedUrl: '/' }, 'not-protected'],
    [{}, { loginUrl: '/' }, 'no-sign-in'],
  ] as const)(
    'does not begin with a service %j described by %j: %s',
    async (behaviour, described, reason) => {
      await using federation = await startFakeFederation(behaviour);
      const { rehearsal, origin } = federation;
      const absolute = Object.fromEntries(
        Object.entries(described).map(([name, value]) => [
          name,
          typeof value === 'string' ? origin + value : value,
        ]),
      );
      const service = { ...federation.service, ...absolute };
      const error = await runSuite({ rehearsal, service, scenarios: [plain], mode, visitors }).catch(
        (reason) => reason,
      );
      expect(error).toBeInstanceOf(CannotRun);
      expect(error.reason).toBe(reason);
    },
  );
});

test('a browser waits for a page that shows later who is signed in, and as long after a fault', async () => {
  await using federation = await startFakeFederation({ lateMs: 300, accepts: () => true });
  const { rehearsal } = federation;
  const service = { ...federation.service, protectedUrl: `${federation.origin}/account` };
  const suite = await runSuite({
    rehearsal,
    service,
    scenarios: [plain, refusal],
    mode: 'browser',
    sandbox: 'preferred',
    parallel: 1,
  });
  expect(suite.results.map(({ verdict }) => verdict)).toEqual(['passed', 'failed']);
});

test('slow scenarios and needs that are not met are said, and progress counts them', async () => {
  await using federation = await startFakeFederation();
  const { rehearsal, service } = federation;
  const seen: Progress[] = [];
  const suite = await runSuite({
    rehearsal,
    service,
    mode: 'http',
    scenarios: [
      plain,
      { ...refusal, slow: true },
      { ...information, needs: ['browser'] },
      { ...watch, platforms: ['plus'] },
    ],
    onProgress: (progress) => seen.push(progress),
  });
  expect(suite.results.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual([
    `${plain.id} passed`,
    `${refusal.id} not-applicable`,
    `${information.id} not-applicable`,
  ]);
  expect(suite.coverage).toBe('part');
  expect(
    seen.map((event) => (event.kind === 'started' ? event.scenarios : `${event.done} of ${event.of}`)),
  ).toEqual([3, '1 of 3', '2 of 3', '3 of 3']);
});

test('a run ends when it is told to', async () => {
  await using federation = await startFakeFederation();
  const { rehearsal, service } = federation;
  const stop = new AbortController();
  const endless: Scenario = {
    ...common,
    id: 'sessions.endless',
    family: 'sessions',
    kind: 'play',
    play: async (stage) => {
      stop.abort(new Error('stopped'));
      await stage.wait(3_600);
      return { verdict: 'passed' };
    },
  };
  const running = runSuite({ rehearsal, service, scenarios: [endless], mode: 'http', signal: stop.signal });
  await expect(running).rejects.toThrow('stopped');
});

test('a scenario that takes too long is undecided', async () => {
  await using federation = await startFakeFederation();
  const { rehearsal, service } = federation;
  const endless: Scenario = {
    ...common,
    id: 'sessions.endless',
    family: 'sessions',
    kind: 'play',
    play: () => new Promise(() => undefined),
  };
  const suite = await runSuite({
    rehearsal,
    service,
    scenarios: [endless],
    mode: 'http',
    limits: { scenarioMs: 300 },
  });
  expect(suite.results.map(({ verdict, reason }) => [verdict, reason?.en])).toEqual([
    ['inconclusive', expect.stringContaining('within its time')],
  ]);
});

describe('faults in batches', () => {
  async function run(behaviour: Behaviour, scenarios: readonly Scenario[]) {
    await using federation = await startFakeFederation(behaviour);
    const { rehearsal, service } = federation;
    const suite = await runSuite({ rehearsal, service, scenarios, mode: 'http', parallel: 2 });
    const logins = federation.requests.filter((request) => request.startsWith('GET /hub')).length;
    return { ...suite, logins };
  }

  test('up to ten faults share the good logins around them, each in a login of its own', async () => {
    const { summary, logins } = await run({}, several(12));
    expect(summary.passed).toBe(12);
    // One to calibrate, two around ten faults and two around two.
    expect(logins).toBe(1 + 12 + 4);
  });

  test('a fault that the service does not stand is found among others, and none of them is blamed', async () => {
    const stumbles = (fault: Fault) => JSON.stringify(fault).includes('claim-2');
    const { results } = await run({ stumbles }, several(4));
    expect(results.map(({ verdict }) => verdict)).toEqual(['passed', 'passed', 'inconclusive', 'passed']);
  });

  test('what was seen is a failure, also where the service breaks down after it', async () => {
    const accepts = (fault: Fault) => JSON.stringify(fault).includes('claim-0');
    const stumbles = (fault: Fault) => JSON.stringify(fault).includes('claim-1');
    const { results } = await run({ accepts, stumbles }, several(2));
    expect(results.map(({ verdict }) => verdict)).toEqual(['failed', 'inconclusive']);
  });

  test('what is only observed is told, and fails nothing', async () => {
    const playedWhen = async (accepts: boolean) =>
      (await run({ accepts: () => accepts }, [observation])).results[0];
    const [accepted, refused] = [await playedWhen(true), await playedWhen(false)];
    expect([accepted?.verdict, refused?.verdict]).toEqual(['passed', 'passed']);
    expect([accepted?.findings[0]?.en, refused?.findings[0]?.en]).toEqual([
      'The service accepts it.',
      'The service refuses it.',
    ]);
  });

  test('an answer that the service was not there to take is no refusal', async () => {
    const delivers: Scenario = {
      ...common,
      id: 'callback.replayed',
      family: 'callback',
      kind: 'play',
      play: async (stage) => {
        const visitor = await stage.visitor();
        await (await visitor.fork()).deliver({
          redirectUri: 'http://127.0.0.1:1/cb',
          responseMode: 'query',
          params: {},
        });
        return { verdict: 'passed' };
      },
    };
    const [result] = (await run({}, [delivers])).results;
    expect([result?.verdict, result?.reason?.en]).toEqual([
      'inconclusive',
      expect.stringContaining('did not answer'),
    ]);
  });

  test('only the quick ones are played when told so, and the run is said to be a part', async () => {
    await using federation = await startFakeFederation();
    const { rehearsal, service } = federation;
    const [telling, usual] = several(2);
    const scenarios = [
      plain,
      { ...telling, place: 'x', quick: true } as Scenario,
      { ...usual, place: 'x' } as Scenario,
    ];
    const costs: number[] = [];
    const suite = await runSuite({
      ...{ rehearsal, service, scenarios, mode: 'http', quick: true },
      onCost: ({ plays, logins }) => costs.push(plays, logins),
    });
    expect(suite.results.map(({ id }) => id)).toEqual([plain.id, telling?.id]);
    expect(suite.coverage).toBe('part');
    // To calibrate, plainly, and around the fault.
    expect(costs).toEqual([2, 5]);
  });
});
