import { describe, expect, it } from 'vitest';
import { type Allowance, judgeLogins, lastLine } from './judge.ts';
import { createCodeBook, type LoginEnd, type LoginRecord } from './login-record.ts';

const struckMs = 10_000;
const healedMs = 20_000;
const deadMs = struckMs + 100;
const times = { struckMs, deadMs, healedMs };

function aLogin(end: LoginEnd, more: Partial<LoginRecord> = {}): LoginRecord {
  return { platform: 'standard', beganMs: struckMs - 100, endedMs: struckMs + 100, end, ...more };
}

const verdictOf = (end: LoginEnd, allowed: Allowance, more: Partial<LoginRecord> = {}) => {
  const { done, cut, refused, failed } = judgeLogins([aLogin(end, more)], times, allowed);
  return [done, cut, refused, failed.length];
};
const isDone = [1, 0, 0, 0];
const isCut = [0, 1, 0, 0];
const isRefused = [0, 0, 1, 0];
const isFailed = [0, 0, 0, 1];

describe('a login of a fault run', () => {
  it('that is done, is done whatever is allowed', () => {
    expect(verdictOf({ kind: 'done' }, {})).toEqual(isDone);
  });

  const cutAtA = { kind: 'cut', node: 'a', requestMs: struckMs - 50 } as const;
  it.each<[string, LoginEnd, Allowance, Partial<LoginRecord>, readonly number[]]>([
    ['had a request open on the node that died', cutAtA, { cutAt: 'a' }, {}, isCut],
    ['does not know its node', { kind: 'cut', requestMs: struckMs - 50 }, { cutAt: 'a' }, {}, isCut],
    ['was at the other node', { ...cutAtA, node: 'b' }, { cutAt: 'a' }, {}, isFailed],
    ['began while the node was dying', { ...cutAtA, requestMs: deadMs + 200 }, { cutAt: 'a' }, {}, isCut],
    ['began after it had died', { ...cutAtA, requestMs: deadMs + 201 }, { cutAt: 'a' }, {}, isFailed],
    ['was cut before the strike', cutAtA, { cutAt: 'a' }, { endedMs: struckMs - 1_000 }, isFailed],
    ['is cut where no node dies', cutAtA, {}, {}, isFailed],
  ])('cut off that %s', (_what, end, allowed, more, expected) => {
    expect(verdictOf(end, allowed, more)).toEqual(expected);
  });

  const refusal = { kind: 'refused', code: 'store.unavailable', requestMs: struckMs } as const;
  const afterHealing: Allowance = { refused: { codes: ['store.unavailable'], until: ['healing', 1_000] } };
  const afterStrike: Allowance = { refused: { codes: ['store.unavailable'], until: ['strike', 1_000] } };
  const onPlus: Allowance = { refusedOnPlus: { codes: ['store.unavailable'], until: ['healing', 1_000] } };
  it.each<[string, Allowance, Partial<LoginRecord>, readonly number[]]>([
    ['during the fault', afterHealing, {}, isRefused],
    ['just within the time after the healing', afterHealing, { endedMs: healedMs + 1_000 }, isRefused],
    ['just beyond it', afterHealing, { endedMs: healedMs + 1_001 }, isFailed],
    ['just within the time after the strike', afterStrike, { endedMs: struckMs + 1_000 }, isRefused],
    ['just beyond that', afterStrike, { endedMs: struckMs + 1_001 }, isFailed],
    ['before the strike', afterHealing, { endedMs: struckMs - 201 }, isFailed],
    ['where nothing may be refused', {}, {}, isFailed],
    ['on standard where only plus may', onPlus, {}, isFailed],
    ['on plus where plus may', onPlus, { platform: 'plus' }, isRefused],
  ])('refused %s', (_what, allowed, more, expected) => {
    expect(verdictOf(refusal, allowed, more)).toEqual(expected);
  });

  it('refused with another code is failed', () => {
    expect(verdictOf({ ...refusal, code: 'general.rate_limited' }, afterHealing)).toEqual(isFailed);
  });

  it('that failed is never allowed', () => {
    const all: Allowance = { ...afterHealing, cutAt: 'a' };
    expect(verdictOf({ kind: 'failed', why: '500', requestMs: struckMs }, all)).toEqual(isFailed);
  });
});

describe('the codes of a run', () => {
  it('count as redeemed twice when two redemptions gave tokens', () => {
    const codes = createCodeBook(() => 0);
    for (const code of ['a', 'b', 'b', 'c', 'c', 'c']) codes.redeemed(code);
    expect(codes.twice()).toBe(2);
  });

  it('of the last while are sent again, each once', async () => {
    let nowMs = 0;
    const codes = createCodeBook(() => nowMs);
    const again: string[] = [];
    for (const code of ['old', 'new', 'newer']) {
      codes.sent(async () => again.push(code));
      nowMs += 10;
    }
    await codes.replayRecent(20);
    expect(again.sort()).toEqual(['new', 'newer']);
    expect(codes.replayed()).toBe(2);
  });
});

it('the last line counts faults, logins and codes', () => {
  expect(lastLine({ passed: 3, failed: 1, done: 20, undone: 2, twice: 0 })).toBe(
    'faults: 3 passed, 1 failed; logins: 20 done, 2 failed; codes redeemed twice: 0',
  );
});
