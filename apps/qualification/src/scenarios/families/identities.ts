/** People with valid identities, even unusual ones: each must come in, and be shown as they are. One scenario a row. */
import type { Localized, ScenarioLevel } from '@garance/core';
import type { PersonId } from '../../vocabulary/person.ts';
import type { AcceptScenario, Scenario } from '../../vocabulary/scenario.ts';

interface Row {
  /** `accept.<name>`. */
  readonly name: string;
  readonly person: PersonId;
  readonly title: Localized;
  readonly does: Localized;
  readonly advice: Localized;
  readonly clause: string;
  readonly level?: ScenarioLevel;
  readonly quick?: true;
}

const pivot = 'Garance, identity: Pivot identity and other claims';

const rows: readonly Row[] = [
  {
    name: 'optional-claim-absent',
    person: 'no-usage-name',
    title: { fr: 'Information facultative absente', en: 'Optional claim absent' },
    clause: `OpenID Connect Core 1.0 §5.3.2; ${pivot}`,
    level: 'standard',
    quick: true,
    does: {
      fr: 'La personne n’a pas de nom d’usage\u00a0: preferred_username n’est pas dans la réponse.',
      en: 'The person has no usage name: preferred_username is not in the answer.',
    },
    advice: {
      fr: 'N’exigez que les informations que la plateforme garantit. preferred_username peut manquer\u00a0: affichez alors family_name.',
      en: 'Require only the claims that the platform guarantees. preferred_username may be missing: show family_name then.',
    },
  },
  {
    name: 'accented-identity',
    person: 'accented',
    title: { fr: 'Identité à accents et apostrophe', en: 'Identity with accents and apostrophe' },
    clause: `RFC 7519 §7.2; ${pivot}`,
    quick: true,
    does: {
      fr: 'Les prénoms et le nom de la personne portent des accents et une apostrophe.',
      en: 'The person’s given names and family name bear accents and an apostrophe.',
    },
    advice: {
      fr: 'Lisez et gardez le texte en UTF-8 d’un bout à l’autre (jeton, base, pages), et n’admettez pas seulement A à Z. Attention à atob en JavaScript, qui ne décode pas l’UTF-8.',
      en: 'Read and keep text as UTF-8 from end to end (token, database, pages), and do not admit A to Z only. Beware of atob in JavaScript, which does not decode UTF-8.',
    },
  },
  {
    name: 'straight-apostrophes',
    person: 'straight-apostrophes',
    title: { fr: 'Identité à apostrophes droites', en: 'Identity with straight apostrophes' },
    clause: pivot,
    quick: true,
    does: {
      fr: 'Le nom, le nom d’usage et l’adresse électronique de la personne portent des apostrophes droites.',
      en: 'The person’s family name, usage name and e-mail address bear straight apostrophes.',
    },
    advice: {
      fr: 'Passez les noms à la base par des paramètres liés, jamais dans le texte d’une requête\u00a0; échappez une seule fois, à l’affichage. Une apostrophe n’est pas une attaque.',
      en: 'Hand names to the database by bound parameters, never within the text of a query; escape once only, on display. An apostrophe is no attack.',
    },
  },
  {
    name: 'rare-letters',
    person: 'rare-letters',
    title: { fr: 'Identité à lettres rares', en: 'Identity with rare letters' },
    clause: `RFC 7519 §7.2; ${pivot}`,
    does: {
      fr: 'Les noms de la personne portent æ, œ, ÿ, ñ, å et ç, dont certaines manquent à ISO 8859-1.',
      en: 'The person’s names bear æ, œ, ÿ, ñ, å and ç, some of which ISO 8859-1 lacks.',
    },
    advice: {
      fr: 'Admettez toute lettre latine (\\p{Script=Latin}), et gardez le texte en UTF-8 jusque dans la base, les courriels et les exports. Ne retirez pas les signes pour comparer ou afficher.',
      en: 'Admit every Latin letter (\\p{Script=Latin}), and keep text as UTF-8 as far as the database, mails and exports. Do not take marks off to compare or to display.',
    },
  },
  {
    name: 'hyphenated-identity',
    person: 'hyphenated',
    title: { fr: 'Identité à traits d’union', en: 'Hyphenated identity' },
    clause: pivot,
    quick: true,
    does: {
      fr: 'Les prénoms et le nom de la personne portent des traits d’union et des espaces.',
      en: 'The person’s given names and family name bear hyphens and spaces.',
    },
    advice: {
      fr: 'Admettez espaces, traits d’union et apostrophes dans les noms, ne les coupez pas, et prévoyez 256 caractères.',
      en: 'Admit spaces, hyphens and apostrophes in names, do not cut them, and allow for 256 characters.',
    },
  },
  {
    name: 'one-letter-identity',
    person: 'one-letter',
    title: { fr: 'Noms d’une seule lettre', en: 'Names of a single letter' },
    clause: pivot,
    does: {
      fr: 'Le prénom, le nom et le nom d’usage de la personne ont une seule lettre.',
      en: 'The person’s given name, family name and usage name have a single letter.',
    },
    advice: {
      fr: 'Un nom compte de 1 à 256 caractères\u00a0: n’exigez pas deux lettres, et ne prenez pas une seule lettre pour une initiale.',
      en: 'A name has 1 to 256 characters: do not require two letters, and do not take a single letter for an initial.',
    },
  },
  {
    name: 'long-identity',
    person: 'long-names',
    title: { fr: 'Noms très longs', en: 'Very long names' },
    clause: pivot,
    does: {
      fr: 'Les prénoms de la personne ont plus de quatre-vingts caractères, son nom plus de soixante.',
      en: 'The person’s given names have more than eighty characters, the family name more than sixty.',
    },
    advice: {
      fr: 'Prévoyez 256 caractères dans la base et les formulaires, et laissez la page passer à la ligne\u00a0: un nom coupé est un autre nom.',
      en: 'Allow for 256 characters in the database and in forms, and let the page wrap lines: a name that is cut is another name.',
    },
  },
  {
    name: 'presumed-date',
    person: 'presumed-date',
    title: { fr: 'Date de naissance incomplète', en: 'Incomplete birth date' },
    clause: `${pivot} (presumed dates)`,
    quick: true,
    does: {
      fr: 'Le jour et le mois de naissance sont inconnus\u00a0: birthdate vaut 1958-00-00 ou 1958-01-01 selon la plateforme.',
      en: 'Day and month of birth are unknown: birthdate is 1958-00-00 or 1958-01-01, depending on the platform.',
    },
    advice: {
      fr: 'Gardez birthdate comme un texte AAAA-MM-JJ dont le jour et le mois peuvent valoir 00. Ne le passez pas à new Date, LocalDate.parse ou strptime, qui le refusent.',
      en: 'Keep birthdate as a text YYYY-MM-DD whose day and month may be 00. Do not hand it to new Date, LocalDate.parse or strptime, which refuse it.',
    },
  },
  {
    name: 'presumed-day',
    person: 'presumed-day',
    title: { fr: 'Jour de naissance inconnu', en: 'Unknown day of birth' },
    clause: `${pivot} (presumed dates)`,
    does: {
      fr: 'Le jour de naissance est inconnu\u00a0: birthdate vaut 1958-03-00 ou 1958-03-01 selon la plateforme.',
      en: 'The day of birth is unknown: birthdate is 1958-03-00 or 1958-03-01, depending on the platform.',
    },
    advice: {
      fr: 'Gardez birthdate comme un texte. Un calendrier fait de 1958-03-00 le 28 février ou une date invalide, et la personne lit une naissance qui n’est pas la sienne.',
      en: 'Keep birthdate as a text. A calendar makes 28 February or an invalid date of 1958-03-00, and the person reads a birth that is not theirs.',
    },
  },
  {
    name: 'born-abroad',
    person: 'born-abroad',
    title: { fr: 'Personne née à l’étranger', en: 'Person born abroad' },
    clause: `${pivot} (birthplace)`,
    quick: true,
    does: {
      fr: 'birthplace est vide et birthcountry n’est pas la France.',
      en: 'birthplace is empty and birthcountry is not France.',
    },
    advice: {
      fr: 'Un birthplace vide est normal quand birthcountry n’est pas 99100\u00a0: ne l’exigez pas, et ne demandez pas à la personne de le saisir.',
      en: 'An empty birthplace is normal when birthcountry is not 99100: do not require it, and do not ask the person for it.',
    },
  },
  {
    name: 'corsican-commune',
    person: 'corsican',
    title: { fr: 'Commune de naissance corse', en: 'Commune of birth in Corsica' },
    clause: `${pivot} (birthplace)`,
    quick: true,
    does: {
      fr: 'birthplace contient une lettre, comme 2A004.',
      en: 'birthplace contains a letter, such as 2A004.',
    },
    advice: {
      fr: 'Gardez birthplace comme un texte de cinq caractères\u00a0: 2A et 2B en font partie, et un nombre perdrait aussi le zéro de 01001.',
      en: 'Keep birthplace as a text of five characters: 2A and 2B are part of it, and a number would also lose the zero of 01001.',
    },
  },
  {
    name: 'born-overseas',
    person: 'overseas',
    title: { fr: 'Commune de naissance d’outre-mer', en: 'Commune of birth overseas' },
    clause: `${pivot} (birthplace)`,
    does: {
      fr: 'birthplace commence par un département à trois chiffres, comme 97411.',
      en: 'birthplace begins with a department of three digits, such as 97411.',
    },
    advice: {
      fr: 'Un code de commune d’outre-mer commence par 97 ou 98\u00a0: une liste de départements à deux chiffres ne le connaît pas, et la personne n’est pas née à l’étranger.',
      en: 'A commune code overseas begins with 97 or 98: a list of departments of two digits does not know it, and the person was not born abroad.',
    },
  },
];

const shownAsSent: Localized = {
  fr: 'La personne est connectée, le service a demandé le jeton puis les informations de la personne, et ce qu’il montre d’elle est ce que la plateforme a envoyé\u00a0: lettres, apostrophes, date.',
  en: 'The person is signed in, the service has asked for the token, then for the person’s information, and what it shows of them is what the platform sent: letters, apostrophes, date.',
};

export const identities: readonly Scenario[] = rows.map(
  ({ name, level = 'platform', ...row }): AcceptScenario => ({
    ...row,
    id: `accept.${name}`,
    family: 'accept',
    kind: 'accept',
    place: 'accept.identity',
    cause: 'identity',
    level,
    expects: shownAsSent,
    showsIdentity: true,
  }),
);
