import { createHmac, createPrivateKey, createPublicKey } from 'node:crypto';
import { CompactSign, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { encryptJwt, importEncryptionKey } from '../jose/encrypt.ts';
import { createSoftwareSigner } from '../jose/signer.ts';
import { generateSigningKey } from '../keys/generate.ts';
import { issuer, paramsOf } from '../testing/fixtures.ts';
import { makeEcPair } from '../testing/key-pairs.ts';
import { idTokenClaims, userinfoClaims } from '../token/claims.ts';
import { checkLogoutRequest } from './check-logout-request.ts';
import { verifyIdTokenHint } from './verify-id-token-hint.ts';

const es = await generateSigningKey('ES256');
const rs = await generateSigningKey('RS256');
const foreignKey = await generateSigningKey('ES256');
const esPublic = createPublicKey({ key: { ...es.publicJwk }, format: 'jwk' });
const rsPublic = createPublicKey({ key: { ...rs.publicJwk }, format: 'jwk' });
const context = {
  issuer,
  expired: 'accepted',
  verificationKeys: [
    { kid: es.kid, alg: 'ES256', key: esPublic },
    { kid: rs.kid, alg: 'RS256', key: rsPublic },
  ],
} as const;

const claims = idTokenClaims({
  issuer,
  sub: 'a1v1',
  clientId: 'service-client',
  nowSeconds: 1_600_000_000,
  ttlSeconds: 60,
  authTime: 1_600_000_000,
  acr: 'eidas2',
  accessToken: 'token',
});

async function signedBy(key: typeof es, signed: object = claims, kid = key.kid): Promise<string> {
  return (await createSoftwareSigner({ jwk: key.privateJwk, alg: key.alg, kid })).signJwt(signed);
}

async function verify(hint: string): Promise<string> {
  const outcome = await verifyIdTokenHint(hint, context);
  return outcome.ok ? 'verified' : outcome.error;
}

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

describe('verifyIdTokenHint', () => {
  it.each([
    ['ES256', es],
    ['RS256', rs],
  ] as const)('accepts an id_token of this hub signed with %s, long expired', async (_, key) => {
    const outcome = await verifyIdTokenHint(await signedBy(key), context);
    expect(outcome).toEqual({
      ok: true,
      sub: 'a1v1',
      aud: 'service-client',
      iat: 1_600_000_000,
      acr: 'eidas2',
    });
  });

  it('gives no level when the id_token has none', async () => {
    const { acr: _, ...others } = claims;
    for (const signed of [others, { ...others, acr: 2 }]) {
      expect(await verifyIdTokenHint(await signedBy(es, signed), context)).toStrictEqual({
        ok: true,
        sub: 'a1v1',
        aud: 'service-client',
        iat: 1_600_000_000,
      });
    }
  });

  it('refuses the id_token of another hub, even under this hub’s key', async () => {
    expect(await verify(await signedBy(es, { ...claims, iss: 'https://other.example' }))).toBe(
      'logout.hint_not_ours',
    );
  });

  it.each(['sub', 'aud', 'iat', 'iss', 'at_hash'])('refuses one without %s', async (name) => {
    expect(await verify(await signedBy(es, { ...claims, [name]: undefined }))).toBe('logout.hint_not_ours');
  });

  it('refuses a signed userinfo answer in place of an id_token', async () => {
    const userinfo = userinfoClaims({
      issuer,
      clientId: 'service-client',
      nowSeconds: 1_600_000_000,
      ttlSeconds: 60,
      sub: 'a1v1',
      claims: { given_name: 'Angela' },
    });
    expect(await verify(await signedBy(es, userinfo))).toBe('logout.hint_not_ours');
  });
});

describe('attack 10: JOSE, in logout hints', () => {
  it('a foreign key under our kid is refused', async () => {
    expect(await verify(await signedBy(foreignKey, claims, es.kid))).toBe('logout.hint_not_ours');
  });

  it('an unknown or missing kid is refused', async () => {
    expect(await verify(await signedBy(foreignKey))).toBe('logout.hint_not_ours');
    const key = makeEcPair().privateKey;
    const anonymous = await new SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256' }).sign(key);
    expect(await verify(anonymous)).toBe('logout.hint_not_ours');
    for (const kid of ['unknown', rs.kid]) {
      expect(await verify(await signedBy(es, claims, kid))).toBe('logout.hint_not_ours');
    }
  });

  it('none is refused', async () => {
    const [, payload] = (await signedBy(es)).split('.');
    for (const alg of ['none', 'NONE']) {
      expect(await verify(`${base64url({ alg, kid: es.kid })}.${payload}.`)).toBe('logout.hint_not_ours');
    }
  });

  it('HS256 with the public key is refused', async () => {
    const [, payload] = (await signedBy(rs)).split('.');
    const input = `${base64url({ alg: 'HS256', kid: rs.kid })}.${payload}`;
    const mac = createHmac('sha256', rsPublic.export({ type: 'spki', format: 'pem' })).update(input);
    expect(await verify(`${input}.${mac.digest('base64url')}`)).toBe('logout.hint_not_ours');
  });

  it('the algorithm of another of our keys is refused', async () => {
    const [, payload, signature] = (await signedBy(es)).split('.');
    const relabelled = `${base64url({ alg: 'ES256', kid: rs.kid })}.${payload}.${signature}`;
    expect(await verify(relabelled)).toBe('logout.hint_not_ours');
  });

  it('another algorithm than the key’s own is refused, even from the key itself', async () => {
    const key = createPrivateKey({ key: { ...rs.privateJwk }, format: 'jwk' });
    const other = new SignJWT({ ...claims }).setProtectedHeader({ alg: 'PS256', kid: rs.kid });
    expect(await verify(await other.sign(key))).toBe('logout.hint_not_ours');
  });

  it('an embedded jwk is not used', async () => {
    const { privateKey, publicKey } = makeEcPair();
    const jwk = publicKey.export({ format: 'jwk' });
    const header = { alg: 'ES256', kid: es.kid, jwk };
    const forged = await new SignJWT({ ...claims }).setProtectedHeader(header).sign(privateKey);
    expect(await verify(forged)).toBe('logout.hint_not_ours');
  });

  it('unknown crit is refused', async () => {
    const [, payload, signature] = (await signedBy(es)).split('.');
    const critical = base64url({ alg: 'ES256', kid: es.kid, crit: ['x'], x: 1 });
    expect(await verify(`${critical}.${payload}.${signature}`)).toBe('logout.hint_not_ours');
  });

  it('a signature over other bytes is refused', async () => {
    const [header, , signature] = (await signedBy(es)).split('.');
    const swapped = `${header}.${base64url({ ...claims, sub: 'other-person' })}.${signature}`;
    expect(await verify(swapped)).toBe('logout.hint_not_ours');
  });

  it('a signed payload that is not an object is refused', async () => {
    const key = makeEcPair();
    const text = new TextEncoder().encode('"text"');
    const hint = await new CompactSign(text)
      .setProtectedHeader({ alg: 'ES256', kid: 'k' })
      .sign(key.privateKey);
    const keys = [{ kid: 'k', alg: 'ES256', key: key.publicKey }] as const;
    expect(await verifyIdTokenHint(hint, { ...context, verificationKeys: keys })).toMatchObject({
      ok: false,
    });
  });

  it('an encrypted hint is refused: the service has to decrypt it first', async () => {
    const { publicKey } = makeEcPair();
    const jwk = { ...publicKey.export({ format: 'jwk' }), kty: 'EC' };
    const recipient = await importEncryptionKey({ jwk }, 'ECDH-ES');
    expect(
      await verify(await encryptJwt(await signedBy(es), recipient, { iss: issuer, aud: 'service-client' })),
    ).toBe('logout.hint_malformed');
  });

  it.each([
    ['empty', ''],
    ['not a token', 'abc'],
    ['no JSON', 'YQ.YQ.YQ'],
    ['oversize', `a.${'b'.repeat(16_384)}.c`],
  ])('%s is refused', async (_, hint) => {
    expect(await verify(hint)).toBe('logout.hint_malformed');
  });

  it('a valid hint that is too long is refused', async () => {
    const padded = await signedBy(es, { ...claims, padding: 'x'.repeat(16_384) });
    expect(await verify(padded)).toBe('logout.hint_malformed');
  });

  it('16 384 characters are read, one more is not', async () => {
    const hint = await signedBy(es);
    expect(await verify(hint.padEnd(16_384, 'A'))).toBe('logout.hint_not_ours');
    expect(await verify(hint.padEnd(16_385, 'A'))).toBe('logout.hint_malformed');
  });
});

describe('checkLogoutRequest', () => {
  it('reads the parameters, all optional', () => {
    expect(checkLogoutRequest(paramsOf({}))).toStrictEqual({ ok: true, request: { uiLocales: [] } });
    const all = {
      id_token_hint: 'h',
      client_id: 'c',
      post_logout_redirect_uri: 'https://service.example/out',
      state: 's',
      ui_locales: 'en',
    };
    expect(checkLogoutRequest(paramsOf(all))).toEqual({
      ok: true,
      request: {
        idTokenHint: 'h',
        clientId: 'c',
        postLogoutRedirectUri: 'https://service.example/out',
        state: 's',
        uiLocales: ['en'],
      },
    });
  });

  it('attack 25: accepts a state of 2 048 characters, and no longer one', () => {
    const state = 'é'.repeat(2048);
    expect(checkLogoutRequest(paramsOf({ state }))).toMatchObject({ ok: true, request: { state } });
    const refused = { ok: false, error: 'logout.state_too_long' };
    expect(checkLogoutRequest(paramsOf({ state: `${state}x` }))).toEqual(refused);
  });

  it('attack 15: refuses a repeated parameter', () => {
    const repeated = paramsOf([
      ['state', 'a'],
      ['state', 'b'],
    ]);
    expect(checkLogoutRequest(repeated)).toEqual({ ok: false, error: 'logout.parameter_repeated' });
  });
});
