import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { AuthorizeFacts, Observation, TokenFacts } from '../../vocabulary/observation.ts';
import type { Watched } from '../../vocabulary/scenario.ts';
import { allScenarios } from '../index.ts';

const service: Watched['service'] = {
  clientId: 'client',
  serviceId: 'service',
  registrationId: 'registration',
  registrationVersion: 1,
  platform: 'plus',
  issuer: 'http://localhost:1/api/v2',
  redirectUris: ['http://127.0.0.1:2/callback'],
  postLogoutRedirectUris: [],
  grantedScopes: ['openid', 'given_name'],
  authMethod: 'client_secret_post',
  encrypted: true,
  hasSecondEncryptionKey: false,
  rehearsalIssuer: 'http://localhost:3',
  jwks: { reachable: true, findings: [] },
  loginUrl: 'http://127.0.0.1:2/',
  protectedUrl: 'http://127.0.0.1:2/account',
  signedIn: { selector: '#me' },
};

function login(asked: Partial<AuthorizeFacts> = {}, exchanged: Partial<TokenFacts> = {}): Observation[] {
  return [
    {
      atMs: 1,
      kind: 'authorize',
      facts: {
        pushed: false,
        redirectUri: 'http://127.0.0.1:2/callback',
        responseMode: 'query',
        state: randomBytes(32).toString('base64url'),
        nonce: randomBytes(32).toString('base64url'),
        scopesAsked: ['openid', 'given_name'],
        scopesGranted: ['openid', 'given_name'],
        acrValues: 'eidas2',
        pkce: 'S256',
        credentialsInUrl: [],
        ...asked,
      },
    },
    {
      atMs: 2,
      kind: 'token',
      faulty: false,
      facts: {
        authMethod: 'client_secret_post',
        credentialsInUrl: [],
        codeVerifier: randomBytes(32).toString('base64url'),
        ...exchanged,
      },
    },
    { atMs: 3, kind: 'userinfo', faulty: false, facts: { tokenInUrl: false } },
  ];
}

function verdict(name: string, seen: Partial<Watched>) {
  const scenario = allScenarios.find(({ id }) => id === `requests.${name}`);
  if (scenario?.kind !== 'watch') throw new Error(`no watch scenario requests.${name}`);
  return scenario.judge({ service, logins: [], traces: [], ...seen }).verdict;
}

const five = (asked: Partial<AuthorizeFacts> = {}, exchanged: Partial<TokenFacts> = {}) =>
  [0, 1, 2, 3, 4].map(() => login(asked, exchanged));

const ofEveryLogin = [
  'state',
  'nonce',
  'pkce',
  'scopes',
  'acr-values',
  'redirect-uri',
  'client-authentication',
  'no-credentials-in-url',
  'code-verifier',
  'values-apart',
] as const;

test.each(ofEveryLogin)('%s: five good logins pass', (name) => {
  expect(verdict(name, { logins: five() })).toBe('passed');
});

test.each(ofEveryLogin)('%s: without a login nothing is decided', (name) => {
  expect(verdict(name, { logins: [[], []] })).toBe('inconclusive');
});

test.each<[string, Partial<AuthorizeFacts>, Partial<TokenFacts>?]>([
  ['state', { state: 'the-same-at-every-login-0000' }],
  ['state', { state: 'short' }],
  ['nonce', { nonce: 'the-same-at-every-login-0000' }],
  ['pkce', { pkce: 'absent' }],
  ['code-verifier', {}, { codeVerifier: 'the-same-verifier-at-every-login-000000000000' }],
  ['code-verifier', {}, { codeVerifier: 'k'.repeat(20) }],
  ['values-apart', { state: 'one-value-for-both-0001', nonce: 'one-value-for-both-0001' }],
  ['values-apart', { state: 'one-value-for-both-0001' }, { codeVerifier: 'one-value-for-both-0001' }],

  ['scopes', { scopesAsked: ['openid', 'email'] }],
  ['scopes', { scopesAsked: ['given_name'] }],
  ['acr-values', { acrValues: '' }],
  ['acr-values', { acrValues: 'loa2' }],
  ['acr-values', { acrValues: 'eidas1' }],
  ['redirect-uri', { redirectUri: 'http://127.0.0.1:2/callback?next=/' }],
  ['client-authentication', {}, { authMethod: 'client_secret_basic' }],
  ['client-authentication', {}, { authMethod: 'other' }],
  ['no-credentials-in-url', { credentialsInUrl: ['client_secret'] }],
  ['no-credentials-in-url', {}, { credentialsInUrl: ['client_assertion'] }],
])('%s: one bad login of five (%o %o) fails', (name, asked, exchanged = {}) => {
  const bad = ['state', 'nonce', 'code-verifier'].includes(name)
    ? five(asked, exchanged)
    : [...five(), login(asked, exchanged)];
  expect(verdict(name, { logins: bad })).toBe('failed');
});

test.each(['state', 'nonce'] as const)('%s: absent from one login fails', (name) => {
  const [first = []] = five();
  const without = first.map((seen): Observation => {
    if (seen.kind !== 'authorize') return seen;
    const { [name]: _, ...facts } = seen.facts;
    return { ...seen, facts };
  });
  expect(verdict(name, { logins: [...five(), without] })).toBe('failed');
});

test('state: fewer than five logins do not show repetition', () => {
  expect(verdict('state', { logins: five().slice(2) })).toBe('inconclusive');
});

test('no-credentials-in-url: an access token in the address of userinfo fails', () => {
  const seen: Observation = { atMs: 4, kind: 'userinfo', faulty: false, facts: { tokenInUrl: true } };
  expect(verdict('no-credentials-in-url', { logins: [[...login(), seen]] })).toBe('failed');
});

describe('published-keys', () => {
  const keys = (jwks: Watched['service']['jwks']) => {
    const { jwks: _, ...rest } = service;
    return verdict('published-keys', { service: { ...rest, ...(jwks !== undefined && { jwks }) } });
  };
  test.each([
    ['passed', { reachable: true, findings: [] }],
    ['failed', { reachable: false, findings: [] }],
    ['failed', { reachable: true, findings: ['private part published'] }],
    ['not-applicable', undefined],
  ] as const)('%s: %o', (expected, jwks) => {
    expect(keys(jwks)).toBe(expected);
  });
});

test.each([
  ['passed', ['discovery', 'jwks']],
  ['failed', ['jwks']],
  ['inconclusive', []],
] as const)('uses-discovery: %s when %o were read', (expected, kinds) => {
  const read = kinds.map((kind): Observation => ({ atMs: 0, kind, faulty: false }));
  expect(verdict('uses-discovery', { logins: [[...read, ...login()]] })).toBe(expected);
});

test.each<[string, string]>([
  ['passed', 'another-value-00001'],
  ['failed', 'state-of-this-login'],
  ['failed', 's%3Astate-of-this-login.c2lnbmF0dXJl'],
  ['passed', 'state-of-this-login-and-more'],
])('values-apart: %s where the session cookie is %s', (expected, value) => {
  const traces = [
    { cookies: [], setCookies: [{ name: 'sid', value }], sessionNames: ['sid'] },
    { cookies: [{ name: 'login', value: 'state-of-this-login' }], setCookies: [] },
  ];
  const logins = [login({ state: 'state-of-this-login' }, {})];
  expect(verdict('values-apart', { logins, traces })).toBe(expected);
});

test('a service without PKCE has no code_verifier to judge', () => {
  const without = login({}, {}).map((seen) =>
    seen.kind === 'token'
      ? { ...seen, facts: { authMethod: seen.facts.authMethod, credentialsInUrl: [] } }
      : seen,
  );
  expect(verdict('code-verifier', { logins: [without] })).toBe('not-applicable');
  expect(verdict('pkce', { logins: [without] })).toBe('failed');
});

test('a code that is asked for twice in one login has one code_verifier', () => {
  const twice = (seen: ReturnType<typeof login>) => [...seen, ...seen.filter(({ kind }) => kind === 'token')];
  expect(verdict('code-verifier', { logins: five().map(twice) })).toBe('passed');
});
