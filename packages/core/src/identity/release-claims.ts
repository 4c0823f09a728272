import type { Platform } from '../platforms.ts';
import type { PivotIdentity, ReleasedIdentity } from './identity.ts';
import { claimsForScopes } from './scopes.ts';

/** The six attributes under their claim names. */
function pivotClaims(person: PivotIdentity): Readonly<Record<string, string>> {
  return {
    given_name: person.givenName,
    family_name: person.familyName,
    birthdate: person.birthdate,
    gender: person.gender,
    birthplace: person.birthplace,
    birthcountry: person.birthcountry,
  };
}

/** The list from the source; split at spaces only when the source gave none. */
function givenNamesOf({ givenNames, givenName }: PivotIdentity): readonly string[] {
  return givenNames ?? givenName.split(' ').filter((name) => name !== '');
}

/** All claims about the person that have a value, whatever the scopes. */
function allClaims(identity: ReleasedIdentity, idpId: string): ReadonlyMap<string, unknown> {
  const register = Object.entries(pivotClaims(identity.register));
  return new Map<string, unknown>([
    ...Object.entries(pivotClaims(identity.pivot)),
    ...register.map(([name, value]) => [`rnipp_${name}`, value] as const),
    ['given_name_array', givenNamesOf(identity.pivot)],
    ['rnipp_given_name_array', givenNamesOf(identity.register)],
    ['email', identity.email],
    ['preferred_username', identity.preferredUsername],
    ['idp_birthdate', identity.idpBirthdate],
    ['idp_id', idpId],
  ]);
}

/**
 * The values of the claims that the granted scopes release: the content of userinfo besides `sub`.
 * A claim without a value (no usage name) is absent; `birthplace` is empty for a person born abroad.
 * `sub` and `amr` describe the login and are added by the caller.
 *
 * @param released.grantedScopes scopes of the platform; unknown ones release nothing
 * @see OpenID Connect Core §5.4
 */
export function releaseClaims(released: {
  readonly platform: Platform;
  readonly grantedScopes: readonly string[];
  readonly identity: ReleasedIdentity;
  /** Id of the identity provider. */
  readonly idpId: string;
}): Record<string, unknown> {
  const values = allClaims(released.identity, released.idpId);
  return Object.fromEntries(
    claimsForScopes(released.platform, released.grantedScopes)
      .map((name) => [name, values.get(name)] as const)
      .filter(([, value]) => value !== undefined),
  );
}
