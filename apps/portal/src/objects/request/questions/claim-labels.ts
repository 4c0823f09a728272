import { claimsForScopes, type Localized, type Platform } from '@garance/core';
import type { Locale } from '@garance/web/view';

const labels: Readonly<Record<string, Localized>> = {
  sub: { fr: 'identifiant technique', en: 'technical identifier' },
  given_name: { fr: 'prénoms', en: 'given names' },
  given_name_array: { fr: 'prénoms en liste', en: 'given names as a list' },
  family_name: { fr: 'nom de naissance', en: 'name at birth' },
  birthdate: { fr: 'date de naissance', en: 'date of birth' },
  gender: { fr: 'sexe', en: 'gender' },
  birthplace: { fr: 'lieu de naissance', en: 'place of birth' },
  birthcountry: { fr: 'pays de naissance', en: 'country of birth' },
  preferred_username: { fr: 'nom d’usage', en: 'name in use' },
  email: { fr: 'adresse électronique', en: 'e-mail address' },
  idp_id: { fr: 'fournisseur d’identité utilisé', en: 'identity provider used' },
  idp_birthdate: { fr: 'date de naissance du fournisseur', en: 'date of birth at the provider' },
  amr: { fr: 'moyens d’authentification', en: 'means of authentication' },
};

const official: Localized = { fr: 'état civil officiel : ', en: 'official civil register: ' };

/** Claims of a scope as text: "prénoms, date de naissance ; état civil officiel : prénoms". */
export function describeScope(platform: Platform, scope: string, locale: Locale): string {
  const claims = claimsForScopes(platform, [scope]);
  const name = (claim: string) => labels[claim]?.[locale] ?? claim;
  const own = claims.filter((claim) => !claim.startsWith('rnipp_')).map(name);
  const register = claims
    .filter((claim) => claim.startsWith('rnipp_'))
    .map((claim) => name(claim.slice('rnipp_'.length)));
  const parts = [own.join(', '), register.length === 0 ? '' : official[locale] + register.join(', ')];
  return parts.filter((part) => part !== '').join(locale === 'fr' ? ' ; ' : '; ');
}
