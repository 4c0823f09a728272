import { createMessages, type Locale } from '@garance/web/view';

const names = createMessages({
  fr: {
    given_name: 'Prénoms',
    family_name: 'Nom de naissance',
    birthdate: 'Date de naissance',
    gender: 'Sexe',
    birthplace: 'Lieu de naissance',
    birthcountry: 'Pays de naissance',
    email: 'Adresse électronique',
    preferred_username: 'Nom d’usage',
    idp_birthdate: 'Date de naissance selon votre compte',
    idp_id: 'Compte utilisé',
  },
  en: {
    given_name: 'Given names',
    family_name: 'Birth name',
    birthdate: 'Date of birth',
    gender: 'Sex',
    birthplace: 'Place of birth',
    birthcountry: 'Country of birth',
    email: 'E-mail address',
    preferred_username: 'Name in use',
    idp_birthdate: 'Date of birth according to your account',
    idp_id: 'Account used',
  },
});

/** A claim's name for a citizen; the protocol's name for a claim without one. */
export function claimName(locale: Locale, claim: string): string {
  const known: Readonly<Record<string, string>> = names(locale);
  return known[claim] ?? claim;
}
