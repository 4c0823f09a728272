import type { PivotIdentity } from '@garance/core';

const sexes = { female: 'F', male: 'M', unspecified: 'I' } as const;

/** Search type for one person, the only one used by logins. */
const singleSearch = 'S';

/**
 * The register's address with the query for this person: dates as YYYYMMDD with `00` for what is unknown; the place as
 * commune, or as country when no commune is known.
 */
export function queryUrl(registerUrl: string, identity: PivotIdentity): URL {
  const url = new URL(registerUrl);
  const parameters = {
    rechercheType: singleSearch,
    nom: identity.familyName,
    prenoms: identity.givenName,
    dateNaissance: identity.birthdate.replaceAll('-', ''),
    sexe: sexes[identity.gender],
    codeLieuNaissance: identity.birthplace === '' ? identity.birthcountry : identity.birthplace,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  // A space is `%20` in a URL (RFC 3986 §2.1); `+` means a space in forms only. A plus sign itself is already `%2B`
  // here.
  url.search = url.search.replaceAll('+', '%20');
  return url;
}
