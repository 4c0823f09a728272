import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { BenchJwk } from './jwe.ts';

export interface Es256Key {
  readonly kid: string;
  readonly key: KeyObject;
  /** Encoded once, because the header is constant. */
  readonly header: string;
}

/** Imports a private ES256 key once; `typ` is put into the header when given. */
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
  return `${input}.${rawSignature(sign('sha256', Buffer.from(input), key)).toString('base64url')}`;
}

/** Returns the payload; throws when the signature is invalid. */
export function verifyCompact(jwt: string, key: KeyObject): Record<string, unknown> {
  const end = jwt.lastIndexOf('.');
  const signature = Buffer.from(jwt.slice(end + 1), 'base64url');
  if (!verify('sha256', Buffer.from(jwt.slice(0, end)), key, derSignature(signature))) {
    throw new Error('signature does not verify');
  }
  const payload = jwt.slice(jwt.indexOf('.') + 1, end);
  return JSON.parse(Buffer.from(payload, 'base64url').toString());
}

/*
 * JWS has r and s as 64 bytes, OpenSSL uses DER. Converting here takes a microsecond; the option `ieee-p1363` of
 * node:crypto needs an options object instead of the key, whose inspection takes about 25.
 */

const coordinateBytes = 32;

function rawSignature(der: Buffer): Buffer {
  const raw = Buffer.alloc(2 * coordinateBytes);
  let offset = 2;
  for (const end of [coordinateBytes, 2 * coordinateBytes]) {
    const length = der.readUInt8(offset + 1);
    const value = der.subarray(offset + 2, offset + 2 + length);
    const significant = value.subarray(Math.max(0, length - coordinateBytes));
    significant.copy(raw, end - significant.length);
    offset += 2 + length;
  }
  return raw;
}

function derInteger(value: Buffer): Buffer {
  let start = 0;
  while (start < value.length - 1 && value[start] === 0) start += 1;
  const significant = value.subarray(start);
  const padding = (significant[0] ?? 0) >= 0x80 ? [0] : [];
  return Buffer.concat([Buffer.from([2, significant.length + padding.length, ...padding]), significant]);
}

function derSignature(raw: Buffer): Buffer {
  const r = derInteger(raw.subarray(0, coordinateBytes));
  const s = derInteger(raw.subarray(coordinateBytes));
  return Buffer.concat([Buffer.from([0x30, r.length + s.length]), r, s]);
}
