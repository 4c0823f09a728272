import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { type EncryptionAlg, type Jwks, jwkSchema } from '@garance/core';
import {
  findEncryptionKeys,
  hasPrivatePart,
  importEncryptionKey,
  mostPublishedKeys,
  type RecipientKey,
  selectEncryptionKey,
  type VerificationKey,
} from '@garance/oidc';

export type PublishedKey = Jwks['keys'][number];

export interface KeyQuery {
  readonly kid?: string;
  /** Of the client assertion: ES256, RS256 or PS256. */
  readonly alg: string;
}

/** A service's public keys, selected by use and algorithm, and imported at most once each. */
export interface ClientKeySet {
  /** The first key that fits; undefined when none does. */
  recipient(alg: EncryptionAlg): Promise<RecipientKey | undefined>;
  /** Every key that fits, as published. */
  recipients(alg: EncryptionAlg): readonly PublishedKey[];
  /** The keys with this `kid`; without `kid` every key that fits, up to a small limit. */
  verifiers(query: KeyQuery): readonly VerificationKey[];
  /** Keys left out because their private half was published with them. */
  readonly exposedKeys: number;
}

/** Limits of one fetch of a key set. */
export const fetchBounds = { timeoutMs: 5_000, maxBytes: 262_144 } as const;
const maxVerifiers = 4;

/**
 * Reads the published keys: members that are not keys, or hold private material, are left out and the rest stays
 * usable.
 */
export function createClientKeySet(keys: readonly unknown[]): ClientKeySet {
  const published = keys.slice(0, mostPublishedKeys).flatMap((key) => jwkSchema.safeParse(key).data ?? []);
  const safe = published.filter((key) => !hasPrivatePart(key));
  const recipients = new Map<EncryptionAlg, Promise<RecipientKey | undefined>>();
  const imported = new Map<PublishedKey, KeyObject | undefined>();

  const importOnce = (jwk: PublishedKey): KeyObject | undefined => {
    if (!imported.has(jwk)) imported.set(jwk, importVerificationKey(jwk));
    return imported.get(jwk);
  };
  return {
    exposedKeys: published.length - safe.length,
    recipient(alg) {
      const known = recipients.get(alg);
      if (known !== undefined) return known;
      const selected = selectEncryptionKey({ keys: safe }, alg);
      const made = selected === undefined ? Promise.resolve(undefined) : importEncryptionKey(selected, alg);
      recipients.set(alg, made);
      return made;
    },
    recipients: (alg) => findEncryptionKeys({ keys: safe }, alg),
    verifiers({ kid, alg }) {
      return safe
        .filter((jwk) => mayVerify(jwk, alg) && (kid === undefined || jwk.kid === kid))
        .slice(0, maxVerifiers)
        .flatMap((jwk) => importOnce(jwk) ?? []);
    },
  };
}

const keyTypes: Readonly<Record<string, string>> = { ES256: 'EC', RS256: 'RSA', PS256: 'RSA' };

/** RFC 7517 §4.1–4.4: a key for encryption, or for another algorithm, must not verify signatures. */
function mayVerify(jwk: PublishedKey, alg: string): boolean {
  if (jwk.kty !== keyTypes[alg]) return false;
  if (jwk.kty === 'EC' && jwk.crv !== 'P-256') return false;
  if (jwk.use !== undefined && jwk.use !== 'sig') return false;
  if (jwk.alg !== undefined && jwk.alg !== alg) return false;
  return jwk.key_ops === undefined || (Array.isArray(jwk.key_ops) && jwk.key_ops.includes('verify'));
}

/** Undefined when it is not a key, or an RSA key that is too short to trust or too long to compute with. */
function importVerificationKey(jwk: PublishedKey): KeyObject | undefined {
  const { kty, crv, x, y, n, e } = jwk;
  const members = kty === 'EC' ? { kty, crv, x, y } : { kty, n, e };
  try {
    const key = createPublicKey({ key: members as JsonWebKey, format: 'jwk' });
    const bits = key.asymmetricKeyDetails?.modulusLength;
    return bits === undefined || (bits >= 2048 && bits <= 8192) ? key : undefined;
  } catch {
    return undefined;
  }
}
