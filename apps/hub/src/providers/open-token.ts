import type { Encryption, SigningAlg } from '@garance/core';
import { type CryptoKey, compactDecrypt, compactVerify, decodeProtectedHeader } from 'jose';
import { failed, type Step } from './provider-answer.ts';

/** How a provider's tokens are configured to look. Nothing in the token's own header can change it (RFC 8725 §3.1). */
export interface TokenFormat {
  readonly signingAlg: SigningAlg;
  readonly encryption?: Encryption;
}

export interface TokenKeys {
  /** The hub's private key for what is encrypted to it; without `kid`, the active one of the algorithm. */
  decryptionKey(header: {
    readonly kid?: string;
    readonly alg: string;
  }): Promise<CryptoKey | undefined> | CryptoKey | undefined;
  /** The provider's public key. Rejects when its key set cannot be had. */
  verificationKey(kid: string | undefined): Promise<CryptoKey | undefined>;
}

export interface OpenedToken {
  readonly claims: Readonly<Record<string, unknown>>;
  /** The signed token, decrypted when it was encrypted. */
  readonly jws: string;
}

type Header = Readonly<Record<string, unknown>>;

const maxTokenLength = 65_536;

/**
 * Header parameters that are refused rather than ignored: keys the sender brings along or points to (RFC 8725 §3.10),
 * extensions that must be understood (RFC 7515 §4.1.11), and compression, whose expansion is unbounded.
 */
const forbiddenParameters = ['crit', 'b64', 'zip', 'jwk', 'jku', 'x5u'] as const;

/**
 * Opens a token of a provider: decrypts it when configured so, and verifies the signature that must be inside.
 * Verified on return: encrypted if and only if configured, by the configured algorithms; signed with the configured
 * algorithm by a key the provider publishes; a JSON object. The claims themselves are judged by the caller.
 */
export async function openToken(
  token: string,
  format: TokenFormat,
  keys: TokenKeys,
): Promise<Step<OpenedToken>> {
  if (token.length > maxTokenLength) return failed('provider.token_malformed', 'size');
  if (format.encryption === undefined) return verify(token, format.signingAlg, keys);
  if (countParts(token) !== 5) return failed('provider.not_encrypted', 'encryption');
  const decrypted = await decrypt(token, format.encryption, keys);
  return decrypted.ok ? verify(decrypted.value, format.signingAlg, keys) : decrypted;
}

async function decrypt(token: string, { alg, enc }: Encryption, keys: TokenKeys): Promise<Step<string>> {
  const header = readHeader(token);
  if (header === undefined || hasForbiddenParameter(header))
    return failed('provider.header', 'encryption header');
  if (header.alg !== alg || header.enc !== enc) return failed('provider.decryption', 'encryption algorithm');
  const kid = stringOrNothing(header.kid);
  const key = await keys.decryptionKey({ alg, ...(kid !== undefined && { kid }) });
  if (key === undefined) return failed('provider.decryption', 'decryption key');
  try {
    const { plaintext } = await compactDecrypt(token, key, {
      keyManagementAlgorithms: [alg],
      contentEncryptionAlgorithms: [enc],
    });
    return {
      ok: true,
      value: Buffer.from(plaintext.buffer, plaintext.byteOffset, plaintext.length).toString(),
    };
  } catch {
    // One answer for every cause: a decryption oracle must learn nothing.
    return failed('provider.decryption', 'decryption');
  }
}

async function verify(jws: string, alg: SigningAlg, keys: TokenKeys): Promise<Step<OpenedToken>> {
  if (countParts(jws) !== 3) return failed('provider.not_signed', 'signature presence');
  const header = readHeader(jws);
  if (header === undefined) return failed('provider.not_signed', 'signature presence');
  if (header.alg !== alg) return failed('provider.algorithm', 'signature algorithm');
  if (hasForbiddenParameter(header) || !isPlainJwt(header))
    return failed('provider.header', 'signature header');
  const key = await keys.verificationKey(stringOrNothing(header.kid));
  if (key === undefined) return failed('provider.unknown_key', 'signature key');
  try {
    const { payload } = await compactVerify(jws, key, { algorithms: [alg] });
    const claims = parseObject(Buffer.from(payload.buffer, payload.byteOffset, payload.length).toString());
    return claims === undefined
      ? failed('provider.token_malformed', 'payload')
      : { ok: true, value: { claims, jws } };
  } catch {
    return failed('provider.signature', 'signature');
  }
}

function countParts(token: string): number {
  let parts = 1;
  for (let at = token.indexOf('.'); at !== -1; at = token.indexOf('.', at + 1)) parts += 1;
  return parts;
}

function readHeader(token: string): Header | undefined {
  try {
    return decodeProtectedHeader(token) as Header;
  } catch {
    return undefined;
  }
}

function hasForbiddenParameter(header: Header): boolean {
  return forbiddenParameters.some((name) => name in header);
}

/** An access token, a logout token or any other typed JWT of the same issuer is not what was asked for (RFC 8725 §3.11). */
function isPlainJwt(header: Header): boolean {
  const type = header.typ;
  return type === undefined || (typeof type === 'string' && /^(?:application\/)?jwt$/i.test(type));
}

function stringOrNothing(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The JSON object in `text`; undefined for anything else. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
