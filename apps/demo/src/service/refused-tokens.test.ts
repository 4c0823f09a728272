import { createSecretKey } from 'node:crypto';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import type { Making } from './testing/fake-hub.ts';
import { alteredSignature, describeRefusals, type RefusalCase } from './testing/refusals.ts';
import { createScene, isSignedIn, refusalCode, signIn } from './testing/scene.ts';
import { base64url, encryptTo } from './testing/token-maker.ts';

const foreign = await generateKeyPair('ES256', { extractable: true });

async function hmacWith(secret: string, { claims, seal }: Making): Promise<string> {
  const key = createSecretKey(Buffer.from(secret));
  return seal(await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'hub-1' }).sign(key));
}

async function alteredPayload({ claims, tokens, seal }: Making): Promise<string> {
  const [header, , signature] = (await tokens.sign(claims)).split('.');
  return seal(`${header}.${base64url({ ...claims, sub: 'another person' })}.${signature}`);
}

const idTokenSignature: readonly RefusalCase[] = [
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

const idTokenEncryption: readonly RefusalCase[] = [
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
    title: 'encrypted to the key of the other entry',
    faults: {
      idToken: async ({ tokens, claims, recipient }) =>
        encryptTo(recipient('ECDH-ES'), await tokens.sign(claims), { alg: 'ECDH-ES' }),
    },
    check: 'OAUTH_DECRYPTION_FAILED',
  },
  {
    title: 'encrypted to a foreign key under the service’s kid',
    faults: {
      idToken: async ({ tokens, claims, recipient }) => {
        const foreign = await generateKeyPair('RSA-OAEP-256');
        const jwk = { ...(await exportJWK(foreign.publicKey)), kid: recipient('RSA-OAEP-256').kid ?? '' };
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

describeRefusals('signature of the id_token', idTokenSignature);
describeRefusals('encryption of the id_token', idTokenEncryption);

test('a standard token with encryption is refused at the entry that registered none', async () => {
  const scene = await createScene('franceconnect', {
    idToken: async ({ tokens, claims, recipient }) =>
      encryptTo(recipient('ECDH-ES'), await tokens.sign(claims), { alg: 'ECDH-ES' }),
  });
  expect(refusalCode(await signIn(scene))).toMatch(/OAUTH_/);
  expect(await isSignedIn(scene.visitor)).toBe(false);
  await scene.app.close();
});
