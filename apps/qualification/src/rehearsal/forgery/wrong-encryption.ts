/**
 * Wrong encryption of a rightly signed token, one function per way. Each returns the whole token, or undefined when it
 * cannot be made for this service.
 */
import { createHash, createPublicKey, type JsonWebKey } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import type { EncryptionAlg, Jwks } from '@garance/core';
import { generateEncryptionKey } from '@garance/oidc';
import { CompactEncrypt, type CompactJWEHeaderParameters, importJWK } from 'jose';
import type { EncryptionFault } from '../../vocabulary/fault.ts';
import type { ForgeryInput } from './forgery-input.ts';
import { seal } from './seal.ts';

type Jwk = Jwks['keys'][number];

interface Signed {
  readonly input: ForgeryInput;
  readonly encryption: NonNullable<ForgeryInput['encryption']>;
  readonly signed: string;
}
type WrongEncryption = (token: Signed) => Promise<string | undefined>;

const nested = { cty: 'JWT' };
const text = (jws: string) => new TextEncoder().encode(jws);

/** Made by the library: the right key, another header. */
const encrypted =
  (header: (token: Signed) => Partial<CompactJWEHeaderParameters>): WrongEncryption =>
  async (token) => {
    const { alg, recipients } = token.encryption;
    const [jwk] = recipients;
    if (jwk === undefined) return undefined;
    const protectedHeader = { alg, enc: 'A256GCM', ...nested, kid: jwk.kid as string, ...header(token) };
    return new CompactEncrypt(text(token.signed))
      .setProtectedHeader(protectedHeader)
      .encrypt(await importJWK({ ...jwk }, protectedHeader.alg));
  };

/** Encrypted directly under a public value instead of the service's key. */
const direct =
  (key: (jwk: Jwk) => Buffer): WrongEncryption =>
  async ({ encryption, signed }) => {
    const [jwk] = encryption.recipients;
    if (jwk === undefined) return undefined;
    return new CompactEncrypt(text(signed))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', ...nested, kid: jwk.kid as string })
      .encrypt(key(jwk));
  };

/** RFC 7518 §4.8, with a password that everybody knows. */
const byPassword =
  (rounds: number): WrongEncryption =>
  ({ input, encryption, signed }) =>
    new CompactEncrypt(text(signed))
      .setProtectedHeader({
        alg: 'PBES2-HS256+A128KW',
        enc: 'A256GCM',
        ...nested,
        kid: encryption.recipients[0]?.kid as string,
      })
      .setKeyManagementParameters({ p2c: rounds })
      .encrypt(text(String(input.truth.aud)));

/** About 0.1 s of work: twenty times the limit of libraries, and cheap enough for the hub, which computes them too. */
const manyRounds = 200_000;

const withTag =
  (change: (tag: Buffer) => Buffer): WrongEncryption =>
  async (token) => {
    const sealed = await sealTo(token.encryption, token.signed, nested);
    const parts = sealed?.split('.') ?? [];
    const tag = parts.pop();
    if (tag === undefined) return undefined;
    return [...parts, change(Buffer.from(tag, 'base64url')).toString('base64url')].join('.');
  };

export const wrongEncryptions: Readonly<Record<EncryptionFault, WrongEncryption>> = {
  'not-encrypted': async ({ signed }) => signed,
  'not-signed': async ({ input, encryption }) => sealTo(encryption, JSON.stringify(input.claims), {}),
  'encrypted-to-another-key': async ({ encryption, signed }) => {
    const { alg, recipients } = encryption;
    const kid = recipients[0]?.kid;
    const jwk = { ...(await strangerKey(alg)), ...(kid === undefined ? {} : { kid }) };
    return seal(signed, { alg, jwk, header: nested });
  },
  rsa1_5: async ({ encryption, signed }) => {
    const [first] = encryption.recipients;
    // Where the service has no RSA key of its own, the header alone must be enough to refuse.
    const jwk = first?.kty === 'RSA' ? first : await strangerKey('RSA-OAEP-256');
    return seal(signed, { alg: 'RSA1_5', jwk: { ...jwk, kid: first?.kid }, header: nested });
  },
  'other-oaep': async (token) => {
    const { alg } = token.encryption;
    if (alg === 'ECDH-ES') return undefined;
    return encrypted(() => ({ alg: alg === 'RSA-OAEP' ? 'RSA-OAEP-256' : 'RSA-OAEP' }))(token);
  },
  zip: async ({ encryption, signed }) =>
    sealTo(encryption, deflateRawSync(signed), { ...nested, zip: 'DEF' }),
  'enc-a128gcm': encrypted(() => ({ enc: 'A128GCM' })),
  'enc-a128cbc-hs256': encrypted(() => ({ enc: 'A128CBC-HS256' })),
  'dir-zero': direct(() => Buffer.alloc(32)),
  'dir-public-key': direct((jwk) =>
    createHash('sha256')
      .update(
        createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' }).export({ type: 'spki', format: 'pem' }),
      )
      .digest(),
  ),
  'pbes2-client-id': byPassword(1_000),
  'pbes2-many-rounds': byPassword(manyRounds),
  'tag-truncated': withTag((tag) => tag.subarray(0, 4)),
  'tag-altered': withTag((tag) => Buffer.from(tag.map((byte, place) => (place === 0 ? byte ^ 1 : byte)))),
  'jwe-unknown-crit': async ({ encryption, signed }) =>
    sealTo(encryption, signed, { ...nested, crit: ['garance-rehearsal'], 'garance-rehearsal': true }),
  'cty-absent': async ({ encryption, signed }) => sealTo(encryption, signed, {}),
  'second-encryption-key': async ({ encryption, signed }) => {
    const [, second] = encryption.recipients;
    return second === undefined
      ? undefined
      : seal(signed, { alg: encryption.alg, jwk: second, header: nested });
  },
};

async function sealTo(
  { alg, recipients }: Signed['encryption'],
  plaintext: string | Buffer,
  header: object,
): Promise<string | undefined> {
  const [jwk] = recipients;
  return jwk === undefined ? undefined : seal(plaintext, { alg, jwk, header });
}

async function strangerKey(alg: EncryptionAlg): Promise<Jwk> {
  const { kty = '', ...members } = (await generateEncryptionKey(alg)).publicJwk;
  return { ...members, kty };
}
