import { expect, test } from 'vitest';
import { describeRefusals, type RefusalCase } from './testing/refusals.ts';
import { createScene, refusalCode } from './testing/scene.ts';

const callback: readonly RefusalCase[] = [
  {
    title: 'a wrong state',
    faults: { callback: (p) => p.set('state', 'x'.repeat(43)) },
    check: 'state_unknown',
  },
  { title: 'no state', faults: { callback: (p) => p.delete('state') }, check: 'state_unknown' },
  { title: 'a repeated state', faults: { callback: (p) => p.append('state', 'x') }, check: 'state_unknown' },
  {
    title: 'a wrong iss',
    faults: { callback: (p) => p.set('iss', 'https://other.example') },
    check: 'OAUTH_INVALID_RESPONSE',
  },
  {
    title: 'no iss though announced',
    faults: { callback: (p) => p.delete('iss') },
    check: 'OAUTH_INVALID_RESPONSE',
  },
  { title: 'no code', faults: { callback: (p) => p.delete('code') }, check: 'OAUTH_INVALID_RESPONSE' },
  {
    title: 'a repeated code',
    faults: { callback: (p) => p.append('code', 'code-2') },
    check: 'OAUTH_INVALID_RESPONSE',
  },
];

const tokenEndpoint: readonly RefusalCase[] = [
  {
    title: 'invalid_grant',
    faults: { tokenResponse: () => Response.json({ error: 'invalid_grant' }, { status: 400 }) },
    check: 'invalid_grant',
  },
  {
    title: 'HTTP 500',
    faults: { tokenResponse: () => new Response('oops', { status: 500 }) },
    check: 'OAUTH_RESPONSE_IS_NOT_CONFORM',
  },
  {
    title: 'malformed JSON',
    faults: {
      tokenResponse: () => new Response('{"access', { headers: { 'content-type': 'application/json' } }),
    },
    check: 'OAUTH_PARSE_ERROR',
  },
  {
    title: 'no id_token',
    faults: { tokenResponse: ({ id_token: _, ...body }) => Response.json(body) },
    check: 'OAUTH_INVALID_RESPONSE',
  },
  {
    title: 'no access token',
    faults: { tokenResponse: ({ access_token: _, ...body }) => Response.json(body) },
    check: 'OAUTH_INVALID_RESPONSE',
  },
];

describeRefusals('at the callback', callback);
describeRefusals('token endpoint', tokenEndpoint);

test('a hub whose discovery document names another issuer is not used', async () => {
  const scene = await createScene('franceconnect', {
    discovery: (document) => ({ ...document, issuer: 'https://other.example/api/v2' }),
  });
  const answer = await scene.visitor.get('/sign-in/franceconnect');
  expect(refusalCode(answer)).toMatch(/:issuer$/);
  await scene.app.close();
});
