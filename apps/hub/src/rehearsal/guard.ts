/**
 * The guard of rehearsals: what the hub signs in a rehearsed login names only this login's own issuer, client and
 * person, or none that exists: a reserved name, one like the own name with a reserved mark, or a value that cannot be a
 * name. Any other claim set that the port wants signed is refused (security.md 21).
 */
import { type Claims, GaranceError, reservedMarks } from '@garance/core';

/** Identities of the login. */
export interface OwnIdentities {
  readonly issuer: string;
  readonly clientId: string;
  readonly sub: string;
  /** Whether a client of this hub has this name. */
  isClient(name: string): boolean;
}

/**
 * The claims as they will be signed: parsed from their JSON, so that the checked value is the signed one.
 *
 * @throws GaranceError `rehearsal.identity_refused`
 */
export function guardClaims(claims: Claims, own: OwnIdentities): Claims {
  const written = JSON.parse(JSON.stringify(claims)) as Claims;
  const { issuer, client, subject } = namings(own);
  refuseUnless('iss', isHarmless(written.iss, issuer));
  refuseUnless('sub', isHarmless(written.sub, subject));
  refuseUnless('azp', isHarmless(written.azp, client));
  refuseUnless('client_id', isHarmless(written.client_id, client));
  const audiences = Array.isArray(written.aud) ? written.aud : [written.aud];
  refuseUnless(
    'aud',
    audiences.every((audience) => isHarmless(audience, client)),
  );
  return written;
}

/** Header members that would tell a verifier which key or token type to use. */
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
 * Allows only `crit` and the members that it names (RFC 7515 §4.1.11), none of which has a meaning of its own.
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

/** Rules for names of one kind: the own one, and those that no verifier can mistake for an existing one. */
interface Naming {
  readonly own: string;
  isNobodys(name: string): boolean;
}

function namings({ issuer, clientId, sub, isClient }: OwnIdentities) {
  const isVariant = (name: string, own: string) => name.trim().toLowerCase() === own.toLowerCase();
  const isMarked = (name: string) => name.includes(reservedMarks.name);
  return {
    issuer: {
      own: issuer,
      isNobodys: (name) =>
        name.includes(reservedMarks.issuer) ||
        isVariant(name.trim().replace(/\/$/, ''), issuer) ||
        // An issuer is an http address (OpenID Connect Core §2).
        !/^https?:$/.test(URL.parse(name)?.protocol ?? ''),
    },
    client: {
      own: clientId,
      isNobodys: (name) => isMarked(name) || (isVariant(name, clientId) && !isClient(name)),
    },
    subject: {
      own: sub,
      // Subjects are digests of fixed length (identity.md), so a part of one is not a subject.
      isNobodys: (name) =>
        isMarked(name) || isVariant(name, sub) || (name.length < sub.length && sub.includes(name)),
    },
  } satisfies Readonly<Record<'issuer' | 'client' | 'subject', Naming>>;
}

const noName: readonly unknown[] = [undefined, null, '', true, false];

/** Whether the value is absent, not a name, the own name (also alone in an array), or a name that does not exist. */
function isHarmless(value: unknown, { own, isNobodys }: Naming): boolean {
  if (noName.includes(value) || typeof value === 'number') return true;
  if (Array.isArray(value)) return value.length === 1 && value[0] === own;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return typeof value === 'string' && (value === own || isNobodys(value));
}

function refuseUnless(name: string, holds: boolean): void {
  if (!holds) throw new GaranceError('rehearsal.identity_refused', { detail: name });
}
