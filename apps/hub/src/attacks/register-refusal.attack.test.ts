import type { Platform, RegisterAnswer } from '@garance/core';
import type { TraceEntry } from '@garance/store';
import { describe, expect, it } from 'vitest';
import { errorCodeOf } from '../testing/browser.ts';
import { createTestHub } from '../testing/hub-fixture.ts';

/** Every refusal of the register, with its heading on the citizen's page. */
const refusals: readonly (readonly [RegisterAnswer & { readonly reason?: string }, string])[] = [
  [{ kind: 'not-found', reason: 'answer code 8' }, 'register.not_found'],
  [{ kind: 'not-found', reason: 'answer code 4' }, 'register.not_found'],
  [{ kind: 'several', reason: 'answer code 6' }, 'register.several'],
  [{ kind: 'usage-name-only', reason: 'answer code 7' }, 'register.usage_name_only'],
  [{ kind: 'deceased' }, 'register.refused'],
];

/** A refused login as a whole: answer to the service, trace, page, log. */
async function refusedLogin(platform: Platform, answer: RegisterAnswer, responseMode: string) {
  const entries: TraceEntry[] = [];
  await using hub = await createTestHub({
    platform,
    deps: { trace: { record: (entry) => void entries.push(entry) } },
  });
  hub.register.answer = answer;
  const citizen = hub.browser();
  const page = await citizen.signIn(hub.service('public'), { response_mode: responseMode });
  const way = await citizen.leave();
  return {
    response: JSON.stringify([way.status, way.leavesTo, way.params, formOf(way.body)]),
    trace: JSON.stringify(entries.map(comparable)),
    page: errorCodeOf(page),
    pageStatus: page.status,
    params: way.params,
    log: hub.logs.join(''),
  };
}

/** Without random values and durations that do not depend on the register. */
function comparable({ durationMs, ...entry }: TraceEntry) {
  const timed = durationMs !== undefined && { durationMs: 0 };
  return { ...entry, occurrenceId: '', loginReference: typeof entry.loginReference, ...timed };
}

/** Names and values of the form that a browser sends to the service, without the rest of the page. */
function formOf(body: string): readonly (string | undefined)[][] {
  return [...body.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
}

describe.each(['standard', 'plus'] as const)(
  'attack 33: after a refusal by the civil register, on %s',
  (platform) => {
    it.each(['query', 'form_post'])(
      'the service gets the same answer by %s, and the same trace, for every cause',
      async (mode) => {
        const logins = await Promise.all(refusals.map(([answer]) => refusedLogin(platform, answer, mode)));
        expect(new Set(logins.map(({ response }) => response)).size).toBe(1);
        expect(new Set(logins.map(({ trace }) => trace)).size).toBe(1);
        for (const { trace, response } of logins) {
          expect(`${trace}${response}`).not.toMatch(
            /refused|several|not_found|usage|deceased|answer code|death|echo/,
          );
          for (const text of [trace, response]) expect(text).toContain('register.not_confirmed');
        }
        if (mode === 'query') {
          expect(logins[0]?.params).toMatchObject({
            error: 'access_denied',
            error_description: expect.stringContaining('[register.not_confirmed]'),
            state: 'state-of-the-service',
          });
        }
      },
    );

    it('no time in trace or counts depends on how long the register took', async () => {
      const entries: TraceEntry[] = [];
      const counts: { readonly step: string; readonly duration: string }[] = [];
      await using hub = await createTestHub({
        platform,
        deps: {
          trace: { record: (entry) => void entries.push(entry) },
          counts: { record: (step) => void counts.push(step) },
          register: {
            lookUp: async () => {
              hub.clock.advance(1_234);
              return { kind: 'not-found' };
            },
          },
        },
      });
      await hub.browser().signIn(hub.service('public'));
      const [callback, identify, page] = entries.slice(-3);
      expect([callback?.step, identify?.step, page?.step]).toEqual(['callback', 'identify', 'choice']);
      expect(callback?.atMs).toBe(identify?.atMs);
      for (const entry of [identify, page]) expect(entry).not.toHaveProperty('durationMs');
      expect(counts.slice(-2).map(({ step, duration }) => [step, duration])).toEqual([
        ['identify', 'untold'],
        ['choice', 'untold'],
      ]);
    });

    it.each(refusals)(
      'the citizen reads the error, and the operator’s log has the cause: %j',
      async (answer, code) => {
        const { page, pageStatus, log } = await refusedLogin(platform, answer, 'query');
        expect([page, pageStatus]).toEqual([code, 403]);
        const line = log.split('\n').find((entry) => entry.includes('identity not confirmed')) ?? '{}';
        expect(JSON.parse(line)).toMatchObject({
          level: 'info',
          code,
          ...(answer.reason !== undefined && { reason: answer.reason }),
        });
      },
    );

    it('a fault of the register is reported as such, and the operator is warned', async () => {
      for (const [kind, error] of [
        ['invalid-request', 'server_error'],
        ['unavailable', 'temporarily_unavailable'],
      ] as const) {
        const { params, log } = await refusedLogin(platform, { kind, reason: 'HTTP 503' }, 'query');
        expect(params.error).toBe(error);
        expect(params.error_description).not.toContain('503');
        const line = log.split('\n').find((entry) => entry.includes('identity not confirmed')) ?? '{}';
        expect(JSON.parse(line)).toMatchObject({ level: 'warn', reason: 'HTTP 503' });
      }
    });
  },
);
