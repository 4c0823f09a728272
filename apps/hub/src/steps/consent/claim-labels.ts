import { countryNames } from '@garance/core';
import { createMessages, type Locale } from '@garance/web/view';

/** What each claim is called to a citizen. Register twins share the label of their claim. */
const labels = createMessages({
  fr: {
    given_name: 'Prénoms',
    family_name: 'Nom de naissance',
    birthdate: 'Date de naissance',
    gender: 'Sexe',
    birthplace: 'Lieu de naissance (code)',
    birthcountry: 'Pays de naissance',
    email: 'Adresse électronique',
    preferred_username: 'Nom d’usage',
    idp_birthdate: 'Date de naissance selon votre compte',
    idp_id: 'Compte utilisé',
    register: 'état civil officiel',
    female: 'Féminin',
    male: 'Masculin',
    unspecified: 'Non précisé',
    abroad: 'À l’étranger',
  },
  en: {
    given_name: 'Given names',
    family_name: 'Birth name',
    birthdate: 'Date of birth',
    gender: 'Sex',
    birthplace: 'Place of birth (code)',
    birthcountry: 'Country of birth',
    email: 'E-mail address',
    preferred_username: 'Name in use',
    idp_birthdate: 'Date of birth according to your account',
    idp_id: 'Account used',
    register: 'official civil register',
    female: 'Female',
    male: 'Male',
    unspecified: 'Not specified',
    abroad: 'Abroad',
  },
});

export interface ClaimRow {
  readonly label: string;
  readonly value: string;
}

/** Claims as the citizen reads them. A claim without a text of its own (a repetition of another) has no row. */
export function describeClaims(
  locale: Locale,
  claims: Readonly<Record<string, unknown>>,
): readonly ClaimRow[] {
  const texts = labels(locale);
  const readable = Object.entries(claims).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return readable.map(([claim, value]) => {
    const name = claim.replace(/^rnipp_/, '');
    const label = texts[name as keyof typeof texts] ?? name;
    return {
      label: name === claim ? label : `${label} (${texts.register})`,
      value: describeValue(name, value, { locale, texts }),
    };
  });
}

interface Wording {
  readonly locale: Locale;
  readonly texts: ReturnType<typeof labels>;
}

function describeValue(name: string, value: string, { locale, texts }: Wording): string {
  switch (name) {
    case 'birthdate':
    case 'idp_birthdate':
      return describeBirthdate(locale, value);
    case 'gender':
      return value === 'female' || value === 'male' ? texts[value] : texts.unspecified;
    case 'birthplace':
      return value === '' ? texts.abroad : value;
    case 'birthcountry':
      return countryNames.get(value) ?? value;
    default:
      return value;
  }
}

const months = createMessages({
  fr: { names: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre' },
  en: { names: 'January February March April May June July August September October November December' },
});

/** Written out; a presumed date keeps only what is known: "1985", "avril 1985", "12 avril 1985". */
function describeBirthdate(locale: Locale, value: string): string {
  const [year = '', month = '', day = ''] = value.split('-');
  const monthName = months(locale).names.split(' ')[Number(month) - 1];
  if (monthName === undefined) return year;
  if (Number(day) === 0) return `${monthName} ${year}`;
  const ordinal = locale === 'fr' && Number(day) === 1 ? '1er' : String(Number(day));
  return `${ordinal} ${monthName} ${year}`;
}
