import type { Platform } from '../platforms.ts';

const profile = ['given_name', 'family_name', 'birthdate', 'gender', 'preferred_username'] as const;
const birth = ['birthplace', 'birthcountry'] as const;
const pivot = ['given_name', 'family_name', 'birthdate', 'gender', ...birth] as const;

const shared = {
  openid: ['sub'],
  profile,
  birth,
  identite_pivot: pivot,
  given_name: ['given_name'],
  family_name: ['family_name'],
  birthdate: ['birthdate'],
  gender: ['gender'],
  birthplace: ['birthplace'],
  birthcountry: ['birthcountry'],
  email: ['email'],
  preferred_username: ['preferred_username'],
  idp_id: ['idp_id'],
  amr: ['amr'],
} as const;

/** The claims, with `given_name_array` after `given_name` where that is among them. */
function withList(claims: readonly string[], prefix = ''): readonly string[] {
  return claims.flatMap((claim) =>
    claim === `${prefix}given_name` ? [claim, `${prefix}given_name_array`] : [claim],
  );
}

/** The claims, followed by the civil register's (`rnipp_…`) for those that the register has. */
function withRegister(claims: readonly string[]): readonly string[] {
  const known: readonly string[] = pivot;
  const twins = claims.filter((claim) => known.includes(claim)).map((claim) => `rnipp_${claim}`);
  return [...claims, ...withList(twins, 'rnipp_')];
}

type ScopeTable = ReadonlyMap<string, readonly string[]>;

function scopeTable(scopes: Readonly<Record<string, readonly string[]>>): ScopeTable {
  return new Map(Object.entries(scopes));
}

/** Scopes and their claims for each platform. `…given_name_array` and `idp_birthdate` are names of FranceConnect v2. */
const scopeTables: Readonly<Record<Platform, ScopeTable>> = {
  standard: scopeTable({
    ...shared,
    given_name: withList(['given_name']),
    profile: withList(profile),
    identite_pivot: withList(pivot),
    idp_birthdate: ['idp_birthdate'],
  }),
  plus: scopeTable({
    ...shared,
    ...Object.fromEntries(pivot.map((claim) => [`rnipp_${claim}`, withRegister([claim])])),
    rnipp_profile: withRegister(profile),
    rnipp_birth: withRegister(birth),
    rnipp_identite_pivot: withRegister(pivot),
  }),
};

const scopeNames: Readonly<Record<Platform, ReadonlySet<string>>> = {
  standard: new Set(scopeTables.standard.keys()),
  plus: new Set(scopeTables.plus.keys()),
};

/** Every scope of the platform; a request's other scopes are ignored. */
export function knownScopes(platform: Platform): ReadonlySet<string> {
  return scopeNames[platform];
}

/**
 * The claims that the granted scopes release, each once, in the order of the scopes. They include `sub` (of `openid`)
 * and `amr`, which describe the login and not the person. Unknown scopes release nothing.
 * @see OpenID Connect Core §5.4
 */
export function claimsForScopes(platform: Platform, grantedScopes: readonly string[]): readonly string[] {
  return [...new Set(grantedScopes.flatMap((scope) => scopeTables[platform].get(scope) ?? []))];
}

/**
 * The scopes whose claims are all released by the scopes of a habilitation, in the order of the platform's table: a
 * habilitation for the six attributes one by one covers `identite_pivot`. A scope with any further claim is not covered.
 * `openid` is always covered; unknown scopes cover nothing.
 */
export function coveredScopes(platform: Platform, habilitated: readonly string[]): readonly string[] {
  const covered = new Set(claimsForScopes(platform, ['openid', ...habilitated]));
  return [...scopeTables[platform]]
    .filter(([, claims]) => claims.every((claim) => covered.has(claim)))
    .map(([scope]) => scope);
}

/**
 * A client's scopes restricted to a habilitation: unchanged when all are covered; else the covered ones, and for a group
 * that is covered in part, the scopes of its covered part.
 */
export function narrowScopes(
  platform: Platform,
  scopes: readonly string[],
  habilitated: readonly string[],
): readonly string[] {
  const allowed = new Set(coveredScopes(platform, habilitated));
  if (scopes.every((scope) => allowed.has(scope))) return scopes;
  return coveredScopes(platform, scopes).filter((scope) => allowed.has(scope));
}
