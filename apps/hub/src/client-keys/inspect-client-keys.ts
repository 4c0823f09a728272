/**
 * Reports problems of a service's published keys to its developers; fetched again each time, since they want to see
 * their latest change. Texts only, never a key.
 */
import {
  type ClientKeysFinding,
  type ClientKeysInspection,
  type Jwks,
  jwksSchema,
  type Registration,
} from '@garance/core';
import { findEncryptionKeys, hasPrivatePart, mostPublishedKeys } from '@garance/oidc';
import type { Outbound } from '@garance/web/outbound';
import { createClientKeySet, fetchBounds, type PublishedKey } from './client-key-set.ts';

/** Never rejects. */
export async function inspectClientKeys(
  outbound: Outbound,
  registration: Registration,
): Promise<ClientKeysInspection> {
  const { keys } = registration;
  if (keys.kind === 'none') return { reachable: false, findings: [], encryptionKeys: 0 };
  if (keys.kind === 'jwks') return inspect(keys.jwks, registration);
  try {
    const { status, body } = await outbound.request({
      url: keys.uri,
      accept: 'application/jwk-set+json, application/json',
      ...fetchBounds,
    });
    if (status !== 200) return unreachable;
    const document = jwksSchema.safeParse(JSON.parse(body));
    return document.success ? inspect(document.data, registration) : notKeys;
  } catch (error) {
    return error instanceof SyntaxError ? notKeys : unreachable;
  }
}

const unreachable: ClientKeysInspection = { reachable: false, findings: [], encryptionKeys: 0 };
const notKeys: ClientKeysInspection = { reachable: true, findings: ['not-a-key-set'], encryptionKeys: 0 };

function inspect(jwks: Jwks, registration: Registration): ClientKeysInspection {
  const encryption = registration.idToken.encryption ?? registration.userinfo.encryption;
  const usable = encryption === undefined ? [] : findEncryptionKeys(jwks, encryption.alg);
  const { method, assertionAlg } = registration.auth;
  const kids = jwks.keys.map(({ kid }) => kid);
  const lacksAssertionKey =
    method === 'private_key_jwt' &&
    assertionAlg !== undefined &&
    createClientKeySet(jwks.keys).verifiers({ alg: assertionAlg }).length === 0;
  const findings: readonly (readonly [ClientKeysFinding, boolean])[] = [
    ['too-many-keys', jwks.keys.length > mostPublishedKeys],
    ['kid-missing', jwks.keys.length > 1 && kids.some((kid) => typeof kid !== 'string')],
    ['kid-repeated', new Set(kids).size < kids.length && kids.every((kid) => typeof kid === 'string')],
    ['private-part', jwks.keys.some(hasPrivatePart)],
    ['key-too-small', jwks.keys.some(isSmall)],
    ['no-encryption-key', encryption !== undefined && usable.length === 0],
    ['no-assertion-key', lacksAssertionKey],
  ];
  return {
    reachable: true,
    findings: findings.filter(([, found]) => found).map(([finding]) => finding),
    encryptionKeys: usable.length,
  };
}

/** RSA under 2048 bits (RFC 7518 §3.3). */
function isSmall({ kty, n }: PublishedKey): boolean {
  return kty === 'RSA' && typeof n === 'string' && Buffer.from(n, 'base64url').length < 256;
}
