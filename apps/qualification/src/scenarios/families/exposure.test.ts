import { expect, test } from 'vitest';
import type { LoginTraces, Watched } from '../../vocabulary/scenario.ts';
import { identifierUnpredictable } from '../sessions/identifier-unpredictable.ts';
import { identityNotStored } from '../sessions/identity-not-stored.ts';
import { exposure } from './exposure.ts';

const service = {} as Watched['service'];
const none: LoginTraces = { cookies: [], setCookies: [] };
const seen = (...traces: readonly Partial<LoginTraces>[]): Watched => ({
  service,
  logins: [],
  traces: traces.map((one) => ({ ...none, ...one })),
});
const judge = (id: string, watched: Watched) => {
  const scenario = exposure.find((one) => one.id === id);
  if (scenario?.kind !== 'watch') throw new Error(id);
  return scenario.judge(watched);
};

test('a kind is judged at its place alone, by the login that was searched', () => {
  const found = [{ kind: 'access-token', place: 'cookie', name: 'token' } as const];
  const watched = seen({ exposures: found }, {});
  expect(judge('sessions.access-token-in-cookie', watched)).toMatchObject({
    verdict: 'failed',
    reason: { en: 'In a cookie that scripts can read lies the access token: token.' },
  });
  expect(judge('sessions.access-token-in-page', watched).verdict).toBe('passed');
  expect(judge('sessions.id-token-in-cookie', watched).verdict).toBe('passed');
});

test('where nothing was searched nothing is passed', () => {
  expect(judge('sessions.access-token-in-cookie', seen({}, {})).verdict).toBe('inconclusive');
  expect(identityNotStored.judge(seen({})).verdict).toBe('inconclusive');
  expect(identifierUnpredictable.judge(seen({})).verdict).toBe('inconclusive');
});

test.each([
  ['passed', { pages: 2, kept: [] }],
  ['failed', { pages: 2, kept: ['/profile'] }],
  ['not-applicable', { pages: 0, kept: [] }],
] as const)('pages with identity: %s for %o', (verdict, cacheable) => {
  expect(identityNotStored.judge(seen({ cacheable })).verdict).toBe(verdict);
});

const sessions = (...values: readonly string[]) =>
  seen(
    ...values.map((value, place) => ({
      cookies: [
        { name: 'sid', value },
        { name: 'lang', value: 'fr' },
      ],
      ...(place === 0 && { sessionNames: ['sid'] }),
    })),
  );

test.each<[string, string, readonly string[]]>([
  ['passed', '128 bits', ['kX3v9QmZb1_s0Lr7TgWc2A', 'P8yHn4Vd6Ej-fUa5Ko1iRw', 'zM0cS7xBq2GtJ9NhLe3F6D']],
  ['passed', '64 bits in hexadecimal', ['9f3c1b7a05e2d846', '27d0a6f4c81b3e95', 'e15b4098d7c36fa2']],
  ['failed', 'counted', ['000000000000000000001001', '000000000000000000001002', '000000000000000000001003']],
  ['failed', 'short', ['a1B2c3', 'd4E5f6', 'g7H8i9']],
  ['failed', 'the same', ['kX3v9QmZb1_s0Lr7TgWc2A', 'kX3v9QmZb1_s0Lr7TgWc2A']],
  ['failed', 'but for the end', ['kX3v9QmZb1_s0Lr7TgWc01', 'kX3v9QmZb1_s0Lr7TgWc02']],
  ['not-applicable', 'a signed content', ['eyJzdWIiOiIxIn0.YQ.c2ln', 'eyJzdWIiOiIxIn0.YQ.c2ln']],
  ['not-applicable', 'a sealed content', ['x'.repeat(200), 'x'.repeat(200)]],
])('session identifiers: %s when %s', (verdict, _what, values) => {
  expect(identifierUnpredictable.judge(sessions(...values)).verdict).toBe(verdict);
});
