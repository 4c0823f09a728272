import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFederation, type TestFederation } from '../federation.ts';
import { hasJwcrypto, type JwcryptoAlg, makeKeys, openWithJwcrypto } from './jwcrypto.ts';
import { walkThroughLogin } from './walk-through.ts';

/**
 * Tokens encrypted by the plus hub are opened by independent software: Debian's python3-jwcrypto makes the keys, decrypts
 * and verifies. The login is plain HTTP: this file uses no JavaScript library for OpenID or JOSE.
 */
const algs: readonly JwcryptoAlg[] = ['RSA-OAEP-256', 'ECDH-ES'];
const redirectUri = 'http://127.0.0.1:9/callback';
const clientSecret = randomBytes(24).toString('base64url');
const installed = hasJwcrypto();
if (!installed) {
  process.stderr.write(
    'skipped: python3-jwcrypto is not installed here (apt-get install python3-jwcrypto)\n',
  );
}

describe.skipIf(!installed)('python3-jwcrypto', () => {
  let federation: TestFederation;
  let seedDir: string;
  let keys: ReturnType<typeof makeKeys>;

  beforeAll(async () => {
    keys = makeKeys();
    seedDir = await mkdtemp(join(tmpdir(), 'garance-seeds-'));
    const seedClientsFile = join(seedDir, 'clients.json');
    await writeFile(seedClientsFile, JSON.stringify(algs.map(seedFor)));
    federation = await startFederation({ seedClientsFile });
  });

  afterAll(async () => {
    await federation?.close();
    await rm(seedDir, { recursive: true, force: true });
  });

  function seedFor(alg: JwcryptoAlg): object {
    return {
      platform: 'plus',
      clientId: `python-${alg}`,
      clientSecret,
      redirectUris: [redirectUri],
      scopes: ['openid', 'rnipp_identite_pivot', 'email'],
      jwks: { keys: [keys[alg].public] },
      id_token_encrypted_response_alg: alg,
      userinfo_encrypted_response_alg: alg,
    };
  }

  /** A login over HTTP, up to the raw tokens. */
  async function signIn(alg: JwcryptoAlg) {
    const issuer = federation.run.hubs.plus.integration;
    const [clientId, nonce, state] = [`python-${alg}`, random(), random()];
    const hub = await json(`${issuer}/.well-known/openid-configuration`);
    const start = new URL(`${hub.authorization_endpoint}`);
    start.search = new URLSearchParams({
      client_id: clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid rnipp_identite_pivot email',
      acr_values: 'eidas2',
      nonce,
      state,
    }).toString();
    const account = federation.run.accounts.find(({ provider }) => provider === 'substantial');
    if (account === undefined) throw new Error('no account');
    const { callback } = await walkThroughLogin(start, account, { redirectUri });
    const answer = callback.searchParams;
    expect([answer.get('state'), answer.get('iss')]).toEqual([state, issuer]);

    const tokens = await json(`${hub.token_endpoint}`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: answer.get('code') ?? '',
        redirect_uri: redirectUri,
        client_id: clientId,
        client_secret: clientSecret,
      }),
    });
    const [accessToken, idToken] = [`${tokens.access_token}`, `${tokens.id_token}`];
    const userinfo = await fetch(`${hub.userinfo_endpoint}`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(userinfo.headers.get('content-type')).toMatch(/^application\/jwt/);
    const jwks = await json(`${hub.jwks_uri}`);
    return { issuer, clientId, nonce, accessToken, idToken, userinfo: await userinfo.text(), jwks };
  }

  test.each(algs)(
    'decrypts and verifies a nested id_token and userinfo with %s, and refuses another key of the same kind',
    async (alg) => {
      const login = await signIn(alg);
      const { issuer, clientId, jwks } = login;
      const own = { alg, key: keys[alg].private, jwks };
      const idToken = openWithJwcrypto({ ...own, token: login.idToken });
      expect(idToken.outer).toMatchObject({ alg, enc: 'A256GCM', cty: 'JWT', kid: keys[alg].public.kid });
      expect(idToken.inner).toEqual({ alg: 'ES256', kid: expect.any(String) });
      const hash = createHash('sha256').update(login.accessToken).digest().subarray(0, 16);
      const { iat, exp, auth_time: authTime, sub, ...fixed } = idToken.claims;
      expect(fixed).toEqual({
        iss: issuer,
        aud: clientId,
        nonce: login.nonce,
        acr: 'eidas2',
        at_hash: hash.toString('base64url'),
      });
      expect(sub).toMatch(/^[0-9a-f]{64}v1$/);
      expect(Number(exp) - Number(iat)).toBe(60);
      expect(Number(authTime)).toBeLessThanOrEqual(Number(iat));

      const userinfo = openWithJwcrypto({ ...own, token: login.userinfo });
      expect(userinfo.outer).toMatchObject({ alg, enc: 'A256GCM', cty: 'JWT', kid: keys[alg].public.kid });
      const { given_name: givenName, rnipp_given_name: register, email } = userinfo.claims;
      expect(userinfo.claims).toMatchObject({ iss: issuer, aud: clientId, sub });
      expect([givenName, register, email]).toEqual(Array(3).fill(expect.stringMatching(/./)));

      const otherKeyHolder = { ...own, key: makeKeys()[alg].private };
      expect(() => openWithJwcrypto({ ...otherKeyHolder, token: login.idToken })).toThrow(/jwcrypto/);
    },
  );
});

function random(): string {
  return randomBytes(24).toString('base64url');
}

async function json(url: string, init?: RequestInit): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(url, init);
  const body: unknown = await response.json();
  expect(response.status, JSON.stringify(body)).toBe(200);
  return body as Record<string, unknown>;
}
