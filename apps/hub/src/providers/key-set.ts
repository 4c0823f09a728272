import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { jwkSchema, type SigningAlg } from '@garance/core';
import type { Outbound } from '@garance/web/outbound';
import { z } from 'zod';
import type { FetchBounds } from './discovery.ts';

/** A provider's signature keys of one algorithm, imported. */
export interface KeySet {
  /** With `kid` the key of that id; without, the only one there is (Core §10.1: several keys need a `kid`). */
  find(kid: string | undefined): KeyObject | undefined;
}

/** More keys than any rotation needs; bounds the work a hostile set can cause. */
const maxKeys = 32;

const documentSchema = z.object({ keys: z.array(z.unknown()) });

const shapes: Readonly<Record<SigningAlg, (jwk: Readonly<Record<string, unknown>>) => boolean>> = {
  ES256: (jwk) => jwk.kty === 'EC' && jwk.crv === 'P-256',
  RS256: (jwk) => jwk.kty === 'RSA',
};

/** Whether a published key may verify signatures of this algorithm (RFC 7517 §4.2–4.4); symmetric keys never may. */
function fits(jwk: Readonly<Record<string, unknown>>, alg: SigningAlg): boolean {
  if (!shapes[alg](jwk)) return false;
  if (jwk.use !== undefined && jwk.use !== 'sig') return false;
  if (jwk.alg !== undefined && jwk.alg !== alg) return false;
  const operations = jwk.key_ops;
  return operations === undefined || (Array.isArray(operations) && operations.includes('verify'));
}

/** Fetches a JWK Set and imports what fits. */
export async function fetchKeySet(
  outbound: Outbound,
  { url, alg }: { readonly url: string; readonly alg: SigningAlg },
  bounds: FetchBounds,
): Promise<KeySet> {
  const { status, body } = await outbound.request({
    url,
    accept: 'application/jwk-set+json, application/json',
    ...bounds,
  });
  if (status !== 200) throw new Error(`key set answered ${status}`);
  return importKeySet(documentSchema.parse(JSON.parse(body)).keys, alg);
}

/** Keys that do not fit or do not import are left out, the others stay usable. */
export function importKeySet(keys: readonly unknown[], alg: SigningAlg): KeySet {
  const usable = keys
    .flatMap((key) => jwkSchema.safeParse(key).data ?? [])
    .filter((jwk) => fits(jwk, alg))
    .slice(0, maxKeys);
  const entries = usable.flatMap((jwk) => importPublic(jwk, alg) ?? []);
  const byKid = new Map(entries.map((entry) => [entry.kid, entry.key]));
  return {
    find: (kid) => {
      if (kid !== undefined) return byKid.get(kid);
      return entries.length === 1 ? entries[0]?.key : undefined;
    },
  };
}

/** Imports the public members only. Undefined when it is not a key, or an RSA key that is too short or too long. */
function importPublic(
  jwk: Readonly<Record<string, unknown>>,
  alg: SigningAlg,
): { readonly kid: string | undefined; readonly key: KeyObject } | undefined {
  const { kid, kty, crv, x, y, n, e } = jwk;
  const members = (alg === 'ES256' ? { kty, crv, x, y } : { kty, n, e }) as JsonWebKey;
  try {
    const key = createPublicKey({ key: members, format: 'jwk' });
    const bits = key.asymmetricKeyDetails?.modulusLength;
    if (bits !== undefined && (bits < 2048 || bits > 8192)) return undefined;
    return { kid: typeof kid === 'string' ? kid : undefined, key };
  } catch {
    return undefined;
  }
}
