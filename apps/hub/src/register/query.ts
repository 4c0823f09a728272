import { isBornInFrance, type PivotIdentity } from '@garance/core';

const sexes = { female: 'F', male: 'M', unspecified: 'I' } as const;

/** The register's address with the query for this person: dates as YYYYMMDD with `00` for what is unknown, place as commune, or country when born abroad. */
export function queryUrl(registerUrl: string, identity: PivotIdentity): URL {
  const url = new URL(registerUrl);
  const parameters = {
    nom: identity.familyName,
    prenoms: identity.givenName,
    dateNaissance: identity.birthdate.replaceAll('-', ''),
    sexe: sexes[identity.gender],
    codeLieuNaissance: isBornInFrance(identity) ? identity.birthplace : identity.birthcountry,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url;
}
