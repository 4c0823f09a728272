import { createManualClock, GaranceError } from '@garance/core';
import { describe, expect, it } from 'vitest';
import type { PortalDeps } from '../../deps.ts';
import type { AttemptLimit } from '../../objects/account/tables/attempt-windows.ts';
import type { RequestContext } from '../request-context.ts';
import { type LimitedOperation, requireWithinLimits } from './limits.ts';

const minuteMs = 60_000;

/** Counts in memory, with the behaviour of the table. */
function createScene() {
  const clock = createManualClock(0);
  const windows = new Map<string, { count: number; endsAtMs: number }>();
  const counted: AttemptLimit[] = [];
  const hit = async (limit: AttemptLimit, nowMs: number) => {
    counted.push(limit);
    const key = JSON.stringify(limit.key);
    const existing = windows.get(key);
    const open = existing !== undefined && existing.endsAtMs > nowMs ? existing : undefined;
    const window = { count: (open?.count ?? 0) + 1, endsAtMs: open?.endsAtMs ?? nowMs + limit.windowMs };
    windows.set(key, window);
    return window.count > limit.limit ? window.endsAtMs - nowMs : 0;
  };
  const store = { portal: { attemptWindows: { hit } } } as unknown as PortalDeps['store'];
  const config = { origin: 'http://localhost' } as PortalDeps['config'];
  const attempt = async (errand: LimitedOperation, account?: string, ip = '203.0.113.1') => {
    const sent: Record<string, string> = {};
    const reply = { header: (name: string, value: string) => Object.assign(sent, { [name]: value }) };
    const visit = { request: { ip, cookies: {} }, reply } as unknown as RequestContext;
    try {
      await requireWithinLimits({ store, clock, config }, visit, { operation: errand, account });
      return 'let through';
    } catch (error) {
      if (!(error instanceof GaranceError)) throw error;
      return `${error.code}, ${sent['retry-after']} s`;
    }
  };
  /** @returns how many of these attempts were allowed */
  const countAllowed = async (times: number, attemptAt: (index: number) => Promise<string>) => {
    let allowed = 0;
    for (let index = 0; index < times; index += 1)
      if ((await attemptAt(index)) === 'let through') allowed += 1;
    return allowed;
  };
  return { clock, counted, attempt, countAllowed };
}

const addressOf = (index: number) => `198.51.${Math.floor(index / 200)}.${index % 200}`;
const accountOf = (index: number) => `person-${index}@partenaire.example`;

describe('guessing (security.md 17 and 20)', () => {
  it.each([
    ['ask-code', 5],
    ['try-code', 10],
  ] as const)(
    '%s: one caller has %2$d attempts at one account in a quarter of an hour',
    async (errand, limit) => {
      const { clock, attempt, countAllowed } = createScene();
      expect(await countAllowed(50, () => attempt(errand, 'a@b.example'))).toBe(limit);
      clock.advance(14 * minuteMs);
      expect(await attempt(errand, 'a@b.example')).toBe('general.rate_limited, 60 s');
      expect(await attempt(errand, 'other@b.example')).toBe('let through');
      clock.advance(minuteMs);
      expect(await attempt(errand, 'a@b.example')).toBe('let through');
    },
  );

  it.each(['ask-code', 'try-code', 'begin'] as const)(
    '%s: one caller has 60 attempts in a quarter of an hour, over all accounts',
    async (errand) => {
      const { clock, attempt, countAllowed } = createScene();
      expect(await countAllowed(80, (index) => attempt(errand, accountOf(index)))).toBe(60);
      expect(await attempt(errand, 'a@b.example')).toBe('general.rate_limited, 900 s');
      expect(await attempt(errand, 'a@b.example', '203.0.113.2')).toBe('let through');
      clock.advance(15 * minuteMs);
      expect(await attempt(errand, 'a@b.example')).toBe('let through');
    },
  );

  it.each([
    ['ask-code', 30],
    ['try-code', 60],
  ] as const)('%s: one account is tried %2$d times an hour, over all addresses', async (errand, limit) => {
    const { clock, attempt, countAllowed } = createScene();
    const fromEverywhere = (index: number) => attempt(errand, 'a@b.example', addressOf(index));
    expect(await countAllowed(100, fromEverywhere)).toBe(limit);
    expect(await attempt(errand, 'a@b.example', '203.0.113.9')).toBe('general.rate_limited, 3600 s');
    clock.advance(60 * minuteMs);
    expect(await attempt(errand, 'a@b.example', '203.0.113.9')).toBe('let through');
  });

  it('try-code: one account is tried 200 times a day at most', async () => {
    const { clock, attempt, countAllowed } = createScene();
    let allowed = 0;
    for (let hour = 0; hour < 6; hour += 1) {
      allowed += await countAllowed(60, (index) =>
        attempt('try-code', 'a@b.example', addressOf(hour * 60 + index)),
      );
      clock.advance(60 * minuteMs);
    }
    expect(allowed).toBe(200);
    clock.advance(18 * 60 * minuteMs - 1000);
    expect(await attempt('try-code', 'a@b.example', '203.0.113.9')).toBe('general.rate_limited, 1 s');
    clock.advance(1000);
    expect(await attempt('try-code', 'a@b.example', '203.0.113.9')).toBe('let through');
  });

  it('second-factor: a person has 10 attempts in a quarter of an hour and 100 a day, over all addresses', async () => {
    const { clock, attempt, countAllowed } = createScene();
    let allowed = 0;
    for (let quarter = 0; quarter < 12; quarter += 1) {
      const ofQuarter = await countAllowed(12, (index) =>
        attempt('second-factor', 'person', addressOf(index)),
      );
      if (quarter === 0) expect(ofQuarter).toBe(10);
      allowed += ofQuarter;
      clock.advance(15 * minuteMs);
    }
    expect(allowed).toBe(100);
    clock.advance(21 * 60 * minuteMs);
    expect(await attempt('second-factor', 'person')).toBe('let through');
  });

  it.each([
    ['invite', 50],
    ['write', 30],
  ] as const)('%s: a person does it %2$d times an hour', async (errand, limit) => {
    const { clock, attempt, countAllowed } = createScene();
    expect(await countAllowed(limit + 20, () => attempt(errand, 'person'))).toBe(limit);
    expect(await attempt(errand, 'person')).toBe('general.rate_limited, 3600 s');
    expect(await attempt(errand, 'another person')).toBe('let through');
    clock.advance(60 * minuteMs);
    expect(await attempt(errand, 'person')).toBe('let through');
  });

  it('Retry-After is rounded up to whole seconds', async () => {
    const { clock, attempt, countAllowed } = createScene();
    await countAllowed(5, () => attempt('ask-code', 'a@b.example'));
    clock.advance(1);
    expect(await attempt('ask-code', 'a@b.example')).toBe('general.rate_limited, 900 s');
  });

  it('attempts by a caller over its own limit do not count against the account', async () => {
    const { attempt, countAllowed } = createScene();
    await countAllowed(500, () => attempt('try-code', 'a@b.example'));
    expect(await attempt('try-code', 'a@b.example', '203.0.113.2')).toBe('let through');
  });

  it('attempts without an account count for the caller only', async () => {
    const { counted, attempt } = createScene();
    await attempt('try-code');
    expect(counted.map(({ key }) => key)).toEqual([['try-code', 'address', '900000', '203.0.113.1']]);
  });

  it('are counted separately for each purpose, kind of limit and window', async () => {
    const { counted, attempt } = createScene();
    await attempt('try-code', 'a@b.example');
    expect(counted.map(({ key }) => key)).toEqual([
      ['try-code', 'address', '900000', '203.0.113.1'],
      ['try-code', 'both', '900000', '203.0.113.1', 'a@b.example'],
      ['try-code', 'account', '3600000', 'a@b.example'],
      ['try-code', 'account', '86400000', 'a@b.example'],
    ]);
  });
});
