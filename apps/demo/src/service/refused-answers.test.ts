import { createSecretKey } from 'node:crypto';
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import type { DoorName } from './doors.ts';
import { citizen, type Faults, jwtResponse, type Making } from './testing/fake-hub.ts';
import { createScene, isSignedIn, refusalCode, signIn } from './testing/scene.ts';
import { base64url, encryptTo } from './testing/token-maker.ts';

interface Case {
  readonly title: string;
  readonly door?: DoorName;
  readonly faults: Faults;
  /** What the refusal page must name: a refusal for another reason proves nothing. */
  readonly check: string | RegExp;
}

const hour = 3600;
const day = 86_400;
const comparison = 'OAUTH_JWT_CLAIM_COMPARISON_FAILED';

const without = (name: string) => (claims: JWTPayload) => {
  const { [name]: _dropped, ...rest } = claims;
  return rest;
};
const withClaims = (changed: JWTPayload) => (claims: JWTPayload) => ({ ...claims, ...changed });
const later = (name: 'iat' | 'exp', seconds: number) => (claims: JWTPayload) => ({
  ...claims,
  [name]: (claims[name] ?? 0) + seconds,
});

const foreign = await generateKeyPair('ES256', { extractable: true });

async function hmacWith(secret: string, { claims, seal }: Making): Promise<string> {
  const key = createSecretKey(Buffer.from(secret));
  return seal(await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'hub-1' }).sign(key));
}

async function alteredSignature({ claims, tokens, seal }: Making): Promise<string> {
  const parts = (await tokens.sign(claims)).split('.');
  const bytes = Buffer.from(parts[2] ?? '', 'base64url');
  bytes[10] = (bytes[10] ?? 0) ^ 1;
  return seal(`${parts[0]}.${parts[1]}.${bytes.toString('base64url')}`);
}

async function alteredPayload({ claims, tokens, seal }: Making): Promise<string> {
  const [header, , signature] = (await tokens.sign(claims)).split('.');
  return seal(`${header}.${base64url({ ...claims, sub: 'somebody else' })}.${signature}`);
}

const callback: readonly Case[] = [
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

const idTokenClaims: readonly Case[] = [
  {
    title: 'a wrong iss',
    faults: { idTokenClaims: withClaims({ iss: 'https://other.example' }) },
    check: `${comparison}:iss`,
  },
  {
    title: 'a wrong aud',
    faults: { idTokenClaims: withClaims({ aud: 'other' }) },
    check: `${comparison}:aud`,
  },
  {
    title: 'several audiences with a foreign azp',
    faults: { idTokenClaims: withClaims({ aud: ['town', 'other'], azp: 'other' }) },
    check: `${comparison}:azp`,
  },
  {
    title: 'a wrong nonce',
    faults: { idTokenClaims: withClaims({ nonce: 'n'.repeat(43) }) },
    check: `${comparison}:nonce`,
  },
  ...['sub', 'aud', 'iss', 'exp', 'iat', 'nonce'].map((name) => ({
    title: `no ${name}`,
    faults: { idTokenClaims: without(name) },
    check: 'OAUTH_INVALID_RESPONSE',
  })),
  {
    title: 'an id_token that ended an hour ago',
    faults: { idTokenClaims: later('exp', -hour) },
    check: 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED:exp',
  },
  { title: 'an id_token of tomorrow', faults: { idTokenClaims: later('iat', day) }, check: 'iat' },
  {
    title: 'a lower level than asked',
    faults: { idTokenClaims: withClaims({ acr: 'eidas1' }) },
    check: 'acr_too_low',
  },
  {
    title: 'substantial where high was asked',
    door: 'plusHigh',
    faults: { idTokenClaims: withClaims({ acr: 'eidas2' }) },
    check: 'acr_too_low',
  },
  { title: 'no level', faults: { idTokenClaims: without('acr') }, check: 'acr_missing_or_unknown' },
  {
    title: 'an unknown level',
    faults: { idTokenClaims: withClaims({ acr: 'eidas9' }) },
    check: 'acr_missing_or_unknown',
  },
  {
    title: 'a level as a list',
    faults: { idTokenClaims: withClaims({ acr: ['eidas3'] }) },
    check: 'acr_missing_or_unknown',
  },
  {
    title: 'at_hash of another access token',
    faults: { idTokenClaims: withClaims({ at_hash: 'A'.repeat(22) }) },
    check: 'at_hash',
  },
  {
    title: 'at_hash that is no text',
    faults: { idTokenClaims: withClaims({ at_hash: 7 }) },
    check: /^at_hash$/,
  },
];

const idTokenSignature: readonly Case[] = [
  {
    title: 'alg none',
    faults: { idToken: ({ tokens, claims, seal }) => seal(tokens.unsigned({ alg: 'none' }, claims)) },
    check: 'OAUTH_INVALID_RESPONSE',
  },
  {
    title: 'HS256 with the client secret',
    faults: { idToken: (making) => hmacWith('secret of the town', making) },
    check: 'OAUTH_INVALID_RESPONSE',
  },
  {
    title: 'HS256 with the public key as PEM',
    faults: { idToken: async (making) => hmacWith(await exportSPKI(making.tokens.publicKey), making) },
    check: 'OAUTH_INVALID_RESPONSE',
  },
  {
    title: 'HS256 with the public key as JWK',
    faults: {
      idToken: async (making) => hmacWith(JSON.stringify(await exportJWK(making.tokens.publicKey)), making),
    },
    check: 'OAUTH_INVALID_RESPONSE',
  },
  { title: 'an altered signature', faults: { idToken: alteredSignature }, check: 'OAUTH_INVALID_RESPONSE' },
  { title: 'an altered payload', faults: { idToken: alteredPayload }, check: 'OAUTH_INVALID_RESPONSE' },
  {
    title: 'another key under the hub’s kid',
    faults: {
      idToken: async ({ tokens, claims, seal }) =>
        seal(await tokens.sign(claims, { key: foreign.privateKey })),
    },
    check: 'OAUTH_INVALID_RESPONSE',
  },
  {
    title: 'an unknown key',
    faults: {
      idToken: async ({ tokens, claims, seal }) =>
        seal(await tokens.sign(claims, { key: foreign.privateKey, header: { kid: 'unknown' } })),
    },
    check: /OAUTH_KEY_SELECTION_FAILED/,
  },
  {
    title: 'a key embedded in the header',
    faults: {
      idToken: async ({ tokens, claims, seal }) =>
        seal(
          await tokens.sign(claims, {
            key: foreign.privateKey,
            header: { jwk: await exportJWK(foreign.publicKey), jku: 'https://evil.example/jwks' },
          }),
        ),
    },
    check: 'OAUTH_INVALID_RESPONSE',
  },
  {
    title: 'an unknown critical header',
    faults: {
      idToken: async ({ tokens, claims, seal }) => {
        const [, payload, signature] = (await tokens.sign(claims)).split('.');
        const header = { alg: 'ES256', kid: 'hub-1', crit: ['urn:x'], 'urn:x': true };
        return seal(`${base64url(header)}.${payload}.${signature}`);
      },
    },
    check: 'OAUTH_UNSUPPORTED_OPERATION',
  },
];

const idTokenEncryption: readonly Case[] = [
  {
    title: 'signed but not encrypted',
    faults: { idToken: ({ tokens, claims }) => tokens.sign(claims) },
    check: 'id_token_not_encrypted',
  },
  {
    title: 'encrypted but not signed inside',
    faults: { idToken: ({ claims, seal }) => seal(JSON.stringify(claims)) },
    check: 'OAUTH_INVALID_RESPONSE',
  },
  {
    title: 'encrypted to the key of the other door',
    faults: {
      idToken: async ({ tokens, claims, recipient }) =>
        encryptTo(recipient('ECDH-ES'), await tokens.sign(claims), { alg: 'ECDH-ES' }),
    },
    check: 'OAUTH_DECRYPTION_FAILED',
  },
  {
    title: 'encrypted to a stranger’s key under the service’s kid',
    faults: {
      idToken: async ({ tokens, claims, recipient }) => {
        const stranger = await generateKeyPair('RSA-OAEP-256');
        const jwk = { ...(await exportJWK(stranger.publicKey)), kid: recipient('RSA-OAEP-256').kid ?? '' };
        return encryptTo(jwk, await tokens.sign(claims), { alg: 'RSA-OAEP-256' });
      },
    },
    check: 'OAUTH_DECRYPTION_FAILED',
  },
  {
    title: 'RSA-OAEP with SHA-1 where SHA-256 is registered',
    faults: {
      idToken: async ({ tokens, claims, recipient }) =>
        encryptTo({ ...recipient('RSA-OAEP-256'), alg: 'RSA-OAEP' }, await tokens.sign(claims), {
          alg: 'RSA-OAEP',
        }),
    },
    check: 'OAUTH_DECRYPTION_FAILED',
  },
  {
    title: 'another content encryption',
    faults: {
      idToken: async ({ tokens, claims, recipient }) =>
        encryptTo(recipient('RSA-OAEP-256'), await tokens.sign(claims), {
          alg: 'RSA-OAEP-256',
          enc: 'A128GCM',
        }),
    },
    check: 'OAUTH_DECRYPTION_FAILED',
  },
  {
    title: 'compressed',
    faults: {
      idToken: async ({ tokens, claims, recipient }) =>
        encryptTo(recipient('RSA-OAEP-256'), await tokens.sign(claims), { alg: 'RSA-OAEP-256', zip: 'DEF' }),
    },
    check: 'id_token_compressed',
  },
];

const userinfo: readonly Case[] = [
  {
    title: 'userinfo of another person',
    faults: { userinfoClaims: withClaims({ sub: `${'cd'.repeat(32)}v1` }) },
    check: /:sub$/,
  },
  {
    title: 'userinfo without sub',
    faults: { userinfoClaims: without('sub') },
    check: 'OAUTH_INVALID_RESPONSE',
  },
  {
    title: 'unsigned JSON',
    faults: { userinfo: ({ claims }) => Response.json(claims) },
    check: 'OAUTH_JWT_USERINFO_EXPECTED',
  },
  {
    title: 'an altered signature',
    faults: { userinfo: async (making) => jwtResponse(await alteredSignature(making)) },
    check: 'OAUTH_INVALID_RESPONSE',
  },
  {
    title: 'an id_token in its place',
    faults: {
      userinfoClaims: withClaims({ nonce: 'n'.repeat(43), acr: 'eidas2' }),
    },
    check: 'userinfo_is_an_id_token',
  },
  {
    title: 'a wrong aud',
    faults: { userinfoClaims: withClaims({ aud: 'other' }) },
    check: `${comparison}:aud`,
  },
  {
    title: 'a second audience',
    faults: { userinfoClaims: withClaims({ aud: ['town', 'other'] }) },
    check: 'userinfo_aud',
  },
  {
    title: 'a wrong iss',
    faults: { userinfoClaims: withClaims({ iss: 'https://other.example' }) },
    check: `${comparison}:iss`,
  },
  { title: 'no iss', faults: { userinfoClaims: without('iss') }, check: 'userinfo_iss' },
  { title: 'no aud', faults: { userinfoClaims: without('aud') }, check: 'userinfo_aud' },
  { title: 'no exp', faults: { userinfoClaims: without('exp') }, check: 'userinfo_exp' },
  {
    title: 'userinfo that ended an hour ago',
    faults: { userinfoClaims: later('exp', -hour) },
    check: 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED:exp',
  },
  { title: 'userinfo of tomorrow', faults: { userinfoClaims: later('iat', day) }, check: 'iat' },
  {
    title: 'userinfo that is not encrypted',
    faults: { userinfo: async ({ tokens, claims }) => jwtResponse(await tokens.sign(claims)) },
    check: 'userinfo_not_encrypted',
  },
  {
    title: 'HTTP 401',
    faults: {
      userinfo: () =>
        new Response('', { status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } }),
    },
    check: 'http_401',
  },
  {
    title: 'HTTP 500',
    faults: { userinfo: () => new Response('oops', { status: 500 }) },
    check: 'OAUTH_RESPONSE_IS_NOT_CONFORM',
  },
  {
    title: 'an HTML page',
    faults: {
      userinfo: () => new Response('<h1>Maintenance</h1>', { headers: { 'content-type': 'text/html' } }),
    },
    check: 'OAUTH_JWT_USERINFO_EXPECTED',
  },
];

const tokenEndpoint: readonly Case[] = [
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

const families: Readonly<Record<string, readonly Case[]>> = {
  'at the callback': callback,
  'claims of the id_token': idTokenClaims,
  'signature of the id_token': idTokenSignature,
  'encryption of the id_token': idTokenEncryption,
  userinfo,
  'token endpoint': tokenEndpoint,
};

for (const [family, cases] of Object.entries(families)) {
  describe(`the service refuses, ${family}:`, () => {
    test.each(cases)('$title', async ({ door = 'plusSubstantial', faults, check }) => {
      const scene = await createScene(door, faults);
      const seen = await signIn(scene);
      expect(seen.status).toBe(400);
      expect(refusalCode(seen)).toMatch(check);
      expect(await isSignedIn(scene.visitor)).toBe(false);
      expect(seen.text).not.toContain(citizen.email);
      await scene.app.close();
    });
  });
}

test('a standard token with encryption is refused at the door that registered none', async () => {
  const scene = await createScene('franceconnect', {
    idToken: async ({ tokens, claims, recipient }) =>
      encryptTo(recipient('ECDH-ES'), await tokens.sign(claims), { alg: 'ECDH-ES' }),
  });
  expect(refusalCode(await signIn(scene))).toMatch(/OAUTH_/);
  expect(await isSignedIn(scene.visitor)).toBe(false);
  await scene.app.close();
});

test('a hub whose discovery document names another issuer is not used', async () => {
  const scene = await createScene('franceconnect', {
    discovery: (document) => ({ ...document, issuer: 'https://other.example/api/v2' }),
  });
  const seen = await scene.visitor.get('/sign-in/franceconnect');
  expect(refusalCode(seen)).toMatch(/:issuer$/);
  await scene.app.close();
});
