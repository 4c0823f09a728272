import { formatBirthdate } from './birthdate.ts';
import type { Locale } from './page.tsx';

const labels = {
  fr: {
    given_name: 'Prénoms',
    family_name: 'Nom de naissance',
    preferred_username: 'Nom d’usage',
    birthdate: 'Date de naissance',
    gender: 'Sexe',
    birthplace: 'Commune de naissance (code officiel)',
    birthcountry: 'Pays de naissance (code officiel)',
    email: 'Adresse électronique',
  },
  en: {
    given_name: 'Given names',
    family_name: 'Birth family name',
    preferred_username: 'Usage name',
    birthdate: 'Date of birth',
    gender: 'Gender',
    birthplace: 'Town of birth (official code)',
    birthcountry: 'Country of birth (official code)',
    email: 'E-mail address',
  },
} as const;

const genders = {
  fr: new Map([
    ['female', 'Féminin'],
    ['male', 'Masculin'],
  ]),
  en: new Map([
    ['female', 'Female'],
    ['male', 'Male'],
  ]),
};

type ClaimName = keyof (typeof labels)['fr'];

/** The received identity as text, not editable. Absent claims are left out. */
export function IdentityList({
  claims,
  locale,
}: {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly locale: Locale;
}) {
  const names = Object.keys(labels[locale]) as ClaimName[];
  const rows = names.flatMap((name) => {
    const value = claims[name];
    return typeof value === 'string' && value !== '' ? [{ name, text: written(name, value, locale) }] : [];
  });
  return (
    <dl class="identity">
      {rows.map(({ name, text }) => (
        <div key={name}>
          <dt>{labels[locale][name]}</dt>
          <dd data-claim={name}>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function written(name: ClaimName, value: string, locale: Locale): string {
  if (name === 'birthdate') return formatBirthdate(value, locale);
  if (name === 'gender') return genders[locale].get(value) ?? value;
  return value;
}
