import { expect, test } from 'vitest';
import type { EndSessionFacts } from '../../vocabulary/observation.ts';
import { judgeEndSession } from './goes-to-end-session.ts';

const good: EndSessionFacts = {
  idTokenHint: 'valid',
  state: 'state',
  postLogoutRedirectUri: 'http://127.0.0.1/signed-out',
  redirectRegistered: true,
};
const judged = (facts: EndSessionFacts) => judgeEndSession([{ atMs: 1, kind: 'end_session', facts }]).verdict;

test('a sign-out request with all that it needs passes', () => {
  expect(judged(good)).toBe('passed');
});

test('a sign-out that never reaches the hub fails', () => {
  expect(judgeEndSession([]).verdict).toBe('failed');
});

test.each([
  { idTokenHint: 'absent' },
  { idTokenHint: 'invalid' },
  { redirectRegistered: false },
  { state: '' },
] as const)('a sign-out request with %o fails', (change) => {
  expect(judged({ ...good, ...change })).toBe('failed');
});

test.each(['state', 'postLogoutRedirectUri'] as const)('a sign-out request without %s fails', (name) => {
  const { [name]: _, ...rest } = good;
  expect(judged(rest)).toBe('failed');
});
