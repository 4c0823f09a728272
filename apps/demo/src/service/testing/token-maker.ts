import { createHash } from 'node:crypto';
import {
  CompactEncrypt,
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose';

/** The keys of a hub double, and the tokens that it can make with them, valid or not. */
export interface TokenMaker {
  readonly jwks: { readonly keys: readonly JWK[] };
  readonly publicKey: CryptoKey;
  sign(claims: JWTPayload, twist?: { readonly key?: CryptoKey; readonly header?: object }): Promise<string>;
  /** The parts in base64url, without a valid signature. */
  unsigned(header: object, claims: object): string;
}

export const hubKid = 'hub-1';

export async function createTokenMaker(): Promise<TokenMaker> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: hubKid, use: 'sig', alg: 'ES256' };
  return {
    jwks: { keys: [jwk] },
    publicKey,
    sign: (claims, twist = {}) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', kid: hubKid, ...twist.header })
        .sign(twist.key ?? privateKey),
    unsigned: (header, claims) => `${base64url(header)}.${base64url(claims)}.`,
  };
}

export async function encryptTo(
  recipient: JWK,
  plaintext: string,
  header: { readonly alg: string; readonly enc?: string; readonly zip?: string },
): Promise<string> {
  const key = await importJWK(recipient, header.alg);
  return new CompactEncrypt(new TextEncoder().encode(plaintext))
    .setProtectedHeader({ enc: 'A256GCM', cty: 'JWT', kid: recipient.kid ?? '', ...header })
    .encrypt(key);
}

/** `at_hash` for algorithms with SHA-256 (OpenID Connect Core §3.1.3.6). */
export function accessTokenHash(accessToken: string): string {
  return createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
}

export function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
