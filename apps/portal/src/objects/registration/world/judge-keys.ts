/** Judges a service's published keys. Pure: the document is passed in, the verdicts are data. */
import { createPublicKey, type JsonWebKey, X509Certificate } from 'node:crypto';
import { type EncryptionAlg, type Jwks, jwkSchema } from '@garance/core';
import { hasPrivatePart, mostPublishedKeys, selectEncryptionKey } from '@garance/oidc';
import { z } from 'zod';
import { dayMs } from '../../time/day.ts';
import { parseJson } from '../parse-json.ts';
import type { WorldCheck } from '../tables/registration-drafts.ts';

export interface KeyRequirements {
  /** Algorithm with which the service's tokens are encrypted; absent: not encrypted. */
  readonly encryptionAlg?: EncryptionAlg;
  /** Algorithm with which the service signs its assertions; absent: it does not. */
  readonly assertionAlg?: 'ES256' | 'RS256' | 'PS256';
}

export interface KeyVerdict {
  readonly checks: readonly WorldCheck[];
  /** Earliest expiry of the certificates among the keys. */
  readonly keysEndAtMs?: number;
}

type Key = Jwks['keys'][number];

const minRsaBits = 2048;
const maxRsaBits = 8192;
const certificateNoticeMs = 30 * dayMs;

const documentSchema = z.object({ keys: z.array(z.unknown()) });

/** @param field the form's field that named the keys */
export function judgeKeys(
  body: string,
  requirements: KeyRequirements,
  { field, nowMs }: { readonly field: string; readonly nowMs: number },
): KeyVerdict {
  const document = documentSchema.safeParse(parseJson(body));
  if (!document.success) return { checks: [{ field, code: 'keys-readable', outcome: 'failed' }] };
  const published = document.data.keys;
  const keys = published.slice(0, mostPublishedKeys).flatMap((key) => jwkSchema.safeParse(key).data ?? []);
  const exposed = keys.filter(hasPrivatePart);
  const safe = keys.filter((key) => !hasPrivatePart(key));
  const ends = safe.flatMap((key) => endOfCertificate(key) ?? []);
  const keysEndAtMs = ends.length === 0 ? undefined : Math.min(...ends);
  return {
    checks: [
      { field, code: 'keys-readable', outcome: 'passed', detail: String(keys.length) },
      ...(published.length > mostPublishedKeys
        ? [{ field, code: 'keys-count', outcome: 'failed' } as const]
        : []),
      { field, code: 'keys-no-private-part', outcome: exposed.length === 0 ? 'passed' : 'failed' },
      judgeKids(field, safe),
      judgeSizes(field, safe),
      ...judgeUse(field, safe, requirements),
      ...judgeEnd(field, keysEndAtMs, nowMs),
    ],
    ...(keysEndAtMs !== undefined && { keysEndAtMs }),
  };
}

/** RFC 7517 §4.5: a key id shared by two keys identifies neither. */
function judgeKids(field: string, keys: readonly Key[]): WorldCheck {
  const kids = keys.map((key) => key.kid);
  const named = kids.filter((kid) => typeof kid === 'string');
  if (new Set(named).size !== named.length) return { field, code: 'keys-unique-kid', outcome: 'failed' };
  const unnamed = named.length < kids.length && kids.length > 1;
  return {
    field,
    code: unnamed ? 'keys-kid-missing' : 'keys-unique-kid',
    outcome: unnamed ? 'warning' : 'passed',
  };
}

function judgeSizes(field: string, keys: readonly Key[]): WorldCheck {
  const wrong = keys.filter((key) => key.kty === 'RSA' && !hasGoodSize(key)).length;
  return wrong === 0
    ? { field, code: 'keys-size', outcome: 'passed' }
    : { field, code: 'keys-size', outcome: 'failed', detail: String(wrong) };
}

function hasGoodSize(key: Key): boolean {
  const bits = importKey(key)?.asymmetricKeyDetails?.modulusLength ?? 0;
  return bits >= minRsaBits && bits <= maxRsaBits;
}

function judgeUse(field: string, keys: readonly Key[], requirements: KeyRequirements): readonly WorldCheck[] {
  const { encryptionAlg, assertionAlg } = requirements;
  const checks: WorldCheck[] = [];
  if (encryptionAlg !== undefined) {
    const found = selectEncryptionKey({ keys: [...keys] }, encryptionAlg) !== undefined;
    checks.push({
      field,
      code: 'keys-encryption',
      outcome: found ? 'passed' : 'failed',
      detail: encryptionAlg,
    });
  }
  if (assertionAlg !== undefined) {
    const found = keys.some((key) => verifies(key, assertionAlg));
    checks.push({
      field,
      code: 'keys-signature',
      outcome: found ? 'passed' : 'failed',
      detail: assertionAlg,
    });
  }
  return checks;
}

/** Whether the hub would choose this key to verify an assertion (RFC 7517 §4.1–4.4). */
function verifies(key: Key, alg: 'ES256' | 'RS256' | 'PS256'): boolean {
  const elliptic = alg === 'ES256';
  if (key.kty !== (elliptic ? 'EC' : 'RSA') || (elliptic && key.crv !== 'P-256')) return false;
  if (key.use !== undefined && key.use !== 'sig') return false;
  if (key.alg !== undefined && key.alg !== alg) return false;
  if (key.key_ops !== undefined && !(Array.isArray(key.key_ops) && key.key_ops.includes('verify')))
    return false;
  return elliptic ? importKey(key) !== undefined : hasGoodSize(key);
}

function judgeEnd(field: string, endMs: number | undefined, nowMs: number): readonly WorldCheck[] {
  if (endMs === undefined) return [];
  if (endMs <= nowMs) return [{ field, code: 'keys-certificate', outcome: 'failed' }];
  const near = endMs <= nowMs + certificateNoticeMs;
  return [{ field, code: 'keys-certificate', outcome: near ? 'warning' : 'passed' }];
}

function endOfCertificate(key: Key): number | undefined {
  const [first] = Array.isArray(key.x5c) ? (key.x5c as readonly unknown[]) : [];
  if (typeof first !== 'string' || first.length > 20_000) return undefined;
  try {
    return new X509Certificate(Buffer.from(first, 'base64')).validToDate.getTime();
  } catch {
    return undefined;
  }
}

function importKey({ kty, crv, x, y, n, e }: Key) {
  if (typeof n === 'string' && n.length > 3_000) return undefined;
  try {
    const members = kty === 'EC' ? { kty, crv, x, y } : { kty, n, e };
    return createPublicKey({ key: members as JsonWebKey, format: 'jwk' });
  } catch {
    return undefined;
  }
}
