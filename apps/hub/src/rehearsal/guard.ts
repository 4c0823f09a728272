/**
 * The GUARD of rehearsals: what the hub signs in a rehearsed login names this login's own issuer, client and person, or
 * the reserved ones that no issuer, client or person has. Any other claim set the port wants signed is refused
 * (security.md 21).
 */
import { type Claims, GaranceError, reservedIdentities } from '@garance/core';

/** Whose login it is. */
export interface OwnIdentities {
  readonly issuer: string;
  readonly clientId: string;
  readonly sub: string;
}

/**
 * The claims as they will be signed: read back from their JSON, so that what was judged is what is signed.
 *
 * @throws GaranceError `rehearsal.identity_refused`
 */
export function guardClaims(claims: Claims, own: OwnIdentities): Claims {
  const written = JSON.parse(JSON.stringify(claims)) as Claims;
  const issuers = [own.issuer, reservedIdentities.issuer];
  const clients = [own.clientId, reservedIdentities.client];
  const subjects = [own.sub, reservedIdentities.subject];
  refuseUnless('iss', isAbsentOrOneOf(written.iss, issuers));
  refuseUnless('sub', isAbsentOrOneOf(written.sub, subjects));
  refuseUnless('azp', isAbsentOrOneOf(written.azp, clients));
  refuseUnless('client_id', isAbsentOrOneOf(written.client_id, clients));
  const audiences = Array.isArray(written.aud) ? written.aud : [written.aud];
  refuseUnless(
    'aud',
    audiences.every((audience) => isAbsentOrOneOf(audience, clients)),
  );
  return written;
}

/** Members that would say by which key, or as what kind of token, to believe the signature. */
const meaningful = new Set([
  'alg',
  'kid',
  'jwk',
  'jku',
  'x5c',
  'x5u',
  'x5t',
  'x5t#S256',
  'typ',
  'cty',
  'b64',
  'zip',
  'enc',
]);

/**
 * Only `crit` and the members that it names (RFC 7515 §4.1.11), none of them with a meaning of its own.
 *
 * @throws GaranceError `rehearsal.identity_refused`
 */
export function guardHeader(header: Claims | undefined): Claims | undefined {
  if (header === undefined) return undefined;
  const { crit, ...named } = header;
  const critical: readonly unknown[] = Array.isArray(crit) ? crit : [];
  refuseUnless(
    'crit',
    Object.keys(named).every((name) => critical.includes(name) && !meaningful.has(name)),
  );
  return header;
}

function isAbsentOrOneOf(value: unknown, allowed: readonly string[]): boolean {
  return value === undefined || (typeof value === 'string' && allowed.includes(value));
}

function refuseUnless(name: string, holds: boolean): void {
  if (!holds) throw new GaranceError('rehearsal.identity_refused', { detail: name });
}
