import { countryNames, type Geography } from '@garance/core';
import { createMessages, type Locale } from '@garance/web/view';
import { claimName } from '../../pages/claim-names.ts';

const words = createMessages({
  fr: {
    register: 'état civil officiel',
    sameRegister: 'État civil officiel',
    same: (names: string) => `Les mêmes : ${names}`,
    female: 'Féminin',
    male: 'Masculin',
    unspecified: 'Non précisé',
    abroad: 'À l’étranger',
    now: (name: string, code: string) => `Aujourd’hui ${name} (${code})`,
  },
  en: {
    register: 'official civil register',
    sameRegister: 'Official civil register',
    same: (names) => `The same: ${names}`,
    female: 'Female',
    male: 'Male',
    unspecified: 'Not specified',
    abroad: 'Abroad',
    now: (name, code) => `Today ${name} (${code})`,
  },
});

/** Looks up names for codes and identifiers. */
export interface NameSources {
  readonly geography: Pick<Geography, 'communeName'>;
  /** Name of the provider with this id; undefined for an unknown one. */
  providerName(id: string): string | undefined;
}

export interface ClaimRow {
  readonly label: string;
  readonly value: string;
}

const registerPrefix = /^rnipp_/;

/**
 * Claims as text for the citizen. A claim that repeats another has no row; a value that the civil register confirms
 * unchanged is named in one row instead of being shown twice.
 */
export function describeClaims(
  locale: Locale,
  claims: Readonly<Record<string, unknown>>,
  sources: NameSources,
): readonly ClaimRow[] {
  const texts = words(locale);
  const readable = Object.entries(claims).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const isSame = ([claim, value]: readonly [string, string]) =>
    registerPrefix.test(claim) && claims[claim.replace(registerPrefix, '')] === value;
  const rows = readable
    .filter((entry) => !isSame(entry))
    .map(([claim, value]) => {
      const name = claim.replace(registerPrefix, '');
      const label = claimName(locale, name);
      return {
        label: name === claim ? label : `${label} (${texts.register})`,
        value: describeValue(name, value, { locale, texts, sources }),
      };
    });
  const same = readable
    .filter(isSame)
    .map(([claim]) => uncapitalised(claimName(locale, claim.replace(registerPrefix, ''))));
  return same.length === 0
    ? rows
    : [...rows, { label: texts.sameRegister, value: texts.same(same.join(', ')) }];
}

function uncapitalised(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

interface Wording {
  readonly locale: Locale;
  readonly texts: ReturnType<typeof words>;
  readonly sources: NameSources;
}

function describeValue(name: string, value: string, { locale, texts, sources }: Wording): string {
  switch (name) {
    case 'birthdate':
    case 'idp_birthdate':
      return describeBirthdate(locale, value);
    case 'gender':
      return value === 'female' || value === 'male' ? texts[value] : texts.unspecified;
    case 'birthplace':
      return value === '' ? texts.abroad : describeCommune(value, { texts, sources });
    case 'birthcountry':
      return withCode(countryNames.get(value), value);
    case 'idp_id':
      return sources.providerName(value) ?? value;
    default:
      return value;
  }
}

/** The code is what is sent; the name is what a person recognises. */
function withCode(name: string | undefined, code: string): string {
  return name === undefined ? code : `${name} (${code})`;
}

/** For a code that is no longer in use, only the present commune of that place may be known. */
function describeCommune(code: string, { texts, sources }: Pick<Wording, 'texts' | 'sources'>): string {
  const found = sources.geography.communeName(code);
  return found?.successor === true ? texts.now(found.name, code) : withCode(found?.name, code);
}

const months = createMessages({
  fr: { names: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre' },
  en: { names: 'January February March April May June July August September October November December' },
});

/** Written out; a presumed date shows only what is known: "1985", "avril 1985", "12 avril 1985". */
function describeBirthdate(locale: Locale, value: string): string {
  const [year = '', month = '', day = ''] = value.split('-');
  const monthName = months(locale).names.split(' ')[Number(month) - 1];
  if (monthName === undefined) return year;
  if (Number(day) === 0) return `${monthName} ${year}`;
  const ordinal = locale === 'fr' && Number(day) === 1 ? '1er' : String(Number(day));
  return `${ordinal} ${monthName} ${year}`;
}
