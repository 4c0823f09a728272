import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { BenchJwk } from './jwe.ts';

export interface Es256Key {
  readonly kid: string;
  readonly key: KeyObject;
  /** Encoded once: the header never changes. */
  readonly header: string;
}

/** Imports a private ES256 key once; `typ` goes into the header when given. */
export function importSigningKey(jwk: BenchJwk, typ?: string): Es256Key {
  const header = Buffer.from(JSON.stringify({ alg: 'ES256', kid: jwk.kid, ...(typ && { typ }) }));
  return {
    kid: jwk.kid,
    key: createPrivateKey({ key: jwk, format: 'jwk' }),
    header: header.toString('base64url'),
  };
}

export function importVerificationKey(jwk: BenchJwk): KeyObject {
  return createPublicKey({ key: jwk, format: 'jwk' });
}

export function signCompact(claims: object, { key, header }: Es256Key): string {
  const input = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

/** The verified payload; throws when the signature does not hold. */
export function verifyCompact(jwt: string, key: KeyObject): Record<string, unknown> {
  const end = jwt.lastIndexOf('.');
  const signature = Buffer.from(jwt.slice(end + 1), 'base64url');
  if (!verify('sha256', Buffer.from(jwt.slice(0, end)), { key, dsaEncoding: 'ieee-p1363' }, signature)) {
    throw new Error('signature does not verify');
  }
  const payload = jwt.slice(jwt.indexOf('.') + 1, end);
  return JSON.parse(Buffer.from(payload, 'base64url').toString());
}
