import { createHmac, type KeyObject, timingSafeEqual, verify as verifySignature } from 'node:crypto';
import { type Encryption, GaranceError, type ProviderSigningAlg } from '@garance/core';
import type { Decryptor } from '@garance/oidc';
import { decodePart, type Header, parseObject, readHeader, splitCompact } from './compact.ts';
import { decryptJwe } from './decrypt-jwe.ts';
import { failed, type RedemptionResult } from './provider-answer.ts';
import type { KeyQuery } from './upstreams.ts';

/** Configured format of a provider's tokens. The token's own header cannot change it (RFC 8725 §3.1). */
export interface TokenFormat {
  readonly signingAlg: ProviderSigningAlg;
  readonly encryption?: Encryption;
}

export interface TokenKeys {
  /** The hub's decryptor of that algorithm for what is encrypted to it; without `kid`, of the active key. */
  decryptor(header: { readonly kid?: string; readonly alg: string }): Decryptor | undefined;
  /**
   * The provider's key, of the configured algorithm's type: a public one, or the client secret for HS256 and for nothing
   * else. Rejects when its key set cannot be had.
   */
  verificationKey(query: KeyQuery): Promise<KeyObject | undefined>;
}

export interface OpenedToken {
  readonly claims: Readonly<Record<string, unknown>>;
  /** The signed token, decrypted when it was encrypted. */
  readonly jws: string;
}

const maxTokenLength = 65_536;

/**
 * Header parameters that are refused rather than ignored: keys that the sender supplies or refers to (RFC 8725 §3.10),
 * extensions that must be understood (RFC 7515 §4.1.11), and compression, whose expansion is unbounded.
 */
const forbiddenParameters = ['crit', 'b64', 'zip', 'jwk', 'jku', 'x5u'] as const;

/**
 * Opens a token of a provider: decrypts it when configured so, and verifies the signature, which must be inside.
 * Verified on return: encrypted if and only if configured, by the configured algorithms; signed with the configured
 * algorithm by a key of the provider; a JSON object. The caller checks the claims.
 */
export async function openToken(
  token: string,
  format: TokenFormat,
  keys: TokenKeys,
): Promise<RedemptionResult<OpenedToken>> {
  if (token.length > maxTokenLength) return failed('provider.token_malformed', 'size');
  if (format.encryption === undefined) return verify(token, format.signingAlg, keys);
  const decrypted = await decrypt(token, format.encryption, keys);
  return decrypted.ok ? verify(decrypted.value, format.signingAlg, keys) : decrypted;
}

async function decrypt(
  token: string,
  { alg, enc }: Encryption,
  keys: TokenKeys,
): Promise<RedemptionResult<string>> {
  const parts = splitCompact(token, 5);
  if (parts === undefined) return failed('provider.not_encrypted', 'encryption');
  const header = readHeader(parts[0]);
  if (header === undefined || hasForbiddenParameter(header))
    return failed('provider.header', 'encryption header');
  if (header.alg !== alg || header.enc !== enc) return failed('provider.decryption', 'encryption algorithm');
  const kid = stringOrNothing(header.kid);
  const decryptor = keys.decryptor({ alg, ...(kid !== undefined && { kid }) });
  if (decryptor?.alg !== alg) return failed('provider.decryption', 'decryption key');
  try {
    return { ok: true, value: await decryptJwe({ parts, header, decryptor }) };
  } catch (error) {
    // The PKCS#11 token that holds the key is unavailable: the ciphertext may be right.
    if (error instanceof GaranceError) throw error;
    // The same answer for every cause, so that this is no decryption oracle.
    return failed('provider.decryption', 'decryption');
  }
}

async function verify(
  jws: string,
  alg: ProviderSigningAlg,
  keys: TokenKeys,
): Promise<RedemptionResult<OpenedToken>> {
  const parts = splitCompact(jws, 3);
  const header = readHeader(parts?.[0]);
  if (parts === undefined || header === undefined) return failed('provider.not_signed', 'signature presence');
  if (header.alg !== alg) return failed('provider.algorithm', 'signature algorithm');
  if (hasForbiddenParameter(header) || !isPlainJwt(header))
    return failed('provider.header', 'signature header');
  const key = await keys.verificationKey({ alg, kid: stringOrNothing(header.kid) });
  if (key === undefined) return failed('provider.unknown_key', 'signature key');
  const [head = '', payload = '', signature = ''] = parts;
  if (!isSignedBy(key, { alg, input: `${head}.${payload}`, signature }))
    return failed('provider.signature', 'signature');
  const claims = parseObject(decodePart(payload).toString());
  return claims === undefined
    ? failed('provider.token_malformed', 'payload')
    : { ok: true, value: { claims, jws } };
}

interface Signed {
  readonly alg: ProviderSigningAlg;
  /** The signing input, ASCII (RFC 7515 §5.2). */
  readonly input: string;
  readonly signature: string;
}

/**
 * RFC 7518 §3.2–3.4. The key has the algorithm's type, because it was selected by it (`key-set.ts`). `dsaEncoding` (r
 * and s without DER) is set on the key itself: given in an object around the key, Node throws and catches two errors at
 * every call.
 */
function isSignedBy(key: KeyObject, { alg, input, signature }: Signed): boolean {
  if (alg === 'HS256') return isAuthenticatedBy(key, input, decodePart(signature));
  const verifier = alg === 'ES256' ? Object.assign(key, { dsaEncoding: 'ieee-p1363' }) : key;
  return verifySignature('sha256', Buffer.from(input, 'ascii'), verifier, decodePart(signature));
}

/** A public key is never used as a secret: its type refuses it (RFC 8725 §2.1). */
function isAuthenticatedBy(key: KeyObject, input: string, tag: Buffer): boolean {
  if (key.type !== 'secret') return false;
  const expected = createHmac('sha256', key).update(input, 'ascii').digest();
  return tag.length === expected.length && timingSafeEqual(tag, expected);
}

function hasForbiddenParameter(header: Header): boolean {
  return forbiddenParameters.some((name) => name in header);
}

/** An access token, a logout token or any other typed JWT of the same issuer is refused (RFC 8725 §3.11). */
function isPlainJwt(header: Header): boolean {
  const type = header.typ;
  return type === undefined || (typeof type === 'string' && /^(?:application\/)?jwt$/i.test(type));
}

function stringOrNothing(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
