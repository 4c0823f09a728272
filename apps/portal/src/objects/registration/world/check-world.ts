/**
 * Live checks of a registration: keys and sector document are fetched under the SSRF guard
 * (security.md 11) as the hub would fetch them. Never inside a database transaction.
 */
import type { Clock } from '@garance/core';
import type { Outbound } from '@garance/web/outbound';
import { z } from 'zod';
import type { RegistrationContent } from '../parse-form.ts';
import { parseJson } from '../parse-json.ts';
import type { WorldCheck } from '../tables/registration-drafts.ts';
import { fetchForPartner } from './fetch-for-partner.ts';
import { judgeKeys, type KeyRequirements, type KeyVerdict } from './judge-keys.ts';

interface World {
  readonly outbound: Outbound;
  readonly clock: Clock;
}

/** Checks keys and sector document of a registration. Never rejects: an unreachable address is a result too. */
export async function checkWorld(world: World, content: RegistrationContent): Promise<KeyVerdict> {
  const [keys, sector] = await Promise.all([checkKeys(world, content), checkSectorDocument(world, content)]);
  const addresses: WorldCheck = {
    field: 'redirectUris',
    code: 'redirect-uris',
    outcome: 'passed',
    detail: String(content.redirectUris.length),
  };
  return { ...keys, checks: [addresses, ...keys.checks, ...sector] };
}

async function checkKeys({ outbound, clock }: World, content: RegistrationContent): Promise<KeyVerdict> {
  const { keys, idToken, auth } = content;
  const requirements: KeyRequirements = {
    ...(idToken.encryption !== undefined && { encryptionAlg: idToken.encryption.alg }),
    ...(auth.assertionAlg !== undefined && { assertionAlg: auth.assertionAlg }),
  };
  const nowMs = clock.now();
  if (keys.kind === 'none') return { checks: [] };
  if (keys.kind === 'jwks')
    return judgeKeys(JSON.stringify(keys.jwks), requirements, { field: 'jwks', nowMs });
  const field = 'jwksUri';
  const accept = 'application/jwk-set+json, application/json';
  const fetched = await fetchForPartner(outbound, { url: keys.uri, accept });
  if (!fetched.ok)
    return { checks: [{ field, code: 'keys-reachable', outcome: 'failed', detail: fetched.why }] };
  const verdict = judgeKeys(fetched.body, requirements, { field, nowMs });
  return { ...verdict, checks: [{ field, code: 'keys-reachable', outcome: 'passed' }, ...verdict.checks] };
}

const sectorDocumentSchema = z.array(z.string());

/** OpenID Connect Core §8.1: a JSON array that names every redirect URI, byte for byte. */
async function checkSectorDocument(
  { outbound }: World,
  { sectorIdentifierUri, redirectUris }: RegistrationContent,
): Promise<readonly WorldCheck[]> {
  if (sectorIdentifierUri === undefined) return [];
  const field = 'sectorIdentifierUri';
  const fetched = await fetchForPartner(outbound, { url: sectorIdentifierUri, accept: 'application/json' });
  if (!fetched.ok) return [{ field, code: 'sector-reachable', outcome: 'failed', detail: fetched.why }];
  const document = sectorDocumentSchema.safeParse(parseJson(fetched.body));
  if (!document.success) return [{ field, code: 'sector-readable', outcome: 'failed' }];
  const listed = new Set(document.data);
  const missing = redirectUris.filter((uri) => !listed.has(uri));
  const [first] = missing;
  return [
    { field, code: 'sector-reachable', outcome: 'passed' },
    first === undefined
      ? { field, code: 'sector-lists-all', outcome: 'passed' }
      : { field, code: 'sector-lists-all', outcome: 'failed', detail: first },
  ];
}
