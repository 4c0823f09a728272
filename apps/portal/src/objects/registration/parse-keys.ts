import { type Jwks, jwksSchema } from '@garance/core';
import { hasPrivatePart } from '@garance/oidc';
import { parseJson } from './parse-json.ts';

export type ParsedKeys =
  | { readonly kind: 'keys'; readonly jwks: Jwks }
  | { readonly kind: 'not-a-key-set' }
  /** A private key: disclosed by this upload, so it is refused and not stored. */
  | { readonly kind: 'private' };

/** Marks a PEM private key, pasted where a JSON key set is expected. */
const privatePem = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** A JWK Set as pasted or fetched; a single JWK counts as a set of one. */
export function parseKeys(text: string): ParsedKeys {
  if (privatePem.test(text)) return { kind: 'private' };
  const json = parseJson(text);
  const isSingle = typeof json === 'object' && json !== null && 'kty' in json;
  const parsed = jwksSchema.safeParse(isSingle ? { keys: [json] } : json);
  if (!parsed.success) return mentionsPrivate(json) ? { kind: 'private' } : { kind: 'not-a-key-set' };
  return parsed.data.keys.some(hasPrivatePart) ? { kind: 'private' } : { kind: 'keys', jwks: parsed.data };
}

function mentionsPrivate(json: unknown): boolean {
  const keys = typeof json === 'object' && json !== null && 'keys' in json ? json.keys : [json];
  return (
    Array.isArray(keys) && keys.some((key) => typeof key === 'object' && key !== null && hasPrivatePart(key))
  );
}
