/**
 * The GUARD of rehearsals: what the hub signs in a rehearsed login names this login's own issuer, client and person, or
 * nobody: a reserved name, one that looks like the own but bears a reserved mark, or what is no name at all. Any other
 * claim set the port wants signed is refused (security.md 21).
 */
import { type Claims, GaranceError, reservedMarks } from '@garance/core';

/** Whose login it is. */
export interface OwnIdentities {
  readonly issuer: string;
  readonly clientId: string;
  readonly sub: string;
  /** Whether a client of this hub has this name. */
  isClient(name: string): boolean;
}

/**
 * The claims as they will be signed: read back from their JSON, so that what was judged is what is signed.
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

/** Names of one kind: the own one, and which others no verifier can take for anybody's. */
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
      // Subjects are digests of one length (identity.md): a part of one is none.
      isNobodys: (name) =>
        isMarked(name) || isVariant(name, sub) || (name.length < sub.length && sub.includes(name)),
    },
  } satisfies Readonly<Record<'issuer' | 'client' | 'subject', Naming>>;
}

const noName: readonly unknown[] = [undefined, null, '', true, false];

/** Absent, no name at all, the own name (alone in an array too), or a name of nobody. */
function isHarmless(value: unknown, { own, isNobodys }: Naming): boolean {
  if (noName.includes(value) || typeof value === 'number') return true;
  if (Array.isArray(value)) return value.length === 1 && value[0] === own;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return typeof value === 'string' && (value === own || isNobodys(value));
}

function refuseUnless(name: string, holds: boolean): void {
  if (!holds) throw new GaranceError('rehearsal.identity_refused', { detail: name });
}
