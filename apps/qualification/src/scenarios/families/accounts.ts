/**
 * Whose account a person gets: two who are alike in all but `sub` never share one, and one who changed all but `sub` keeps
 * theirs. One scenario a row.
 */
import type { Localized } from '@garance/core';
import { testPersons } from '../../rehearsal/persons.ts';
import type { PersonId } from '../../vocabulary/person.ts';
import type { Judgement, PlayScenario, Scenario } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { failed, inconclusive, passed } from '../judgements.ts';
import {
  claimWords,
  inBoth,
  isTelling,
  nothingShown,
  signInAndRead,
  some,
  type Words,
  without,
  wordsOf,
  wordsShown,
} from '../sessions/shown.ts';
import { signInFailed } from '../stage-moves.ts';

interface Row {
  /** `sessions.<name>`. */
  readonly name: string;
  /** Beside the ordinary person. */
  readonly person: PersonId;
  readonly title: Localized;
  /** Completes "two different people, with different sub values, sign in with …", and "with …" alone. */
  readonly what: Localized;
  readonly advice: Localized;
}

const others: readonly Row[] = [
  {
    name: 'same-email-other-sub',
    person: 'same-email',
    title: { fr: 'Même adresse électronique, autre personne', en: 'Same e-mail address, another person' },
    what: { fr: 'la même adresse électronique', en: 'the same e-mail address' },
    advice: {
      fr: 'Cherchez le compte par le couple iss et sub, jamais par l’adresse électronique, et ne rendez pas celle-ci unique dans votre base\u00a0: des couples et des familles partagent une adresse. Pour rattacher un compte existant, exigez son mot de passe.',
      en: 'Look the account up by the pair iss and sub, never by e-mail address, and do not make the latter unique in your database: couples and families share one. To link an existing account, require its password.',
    },
  },
  {
    name: 'same-name-other-sub',
    person: 'same-name',
    title: {
      fr: 'Mêmes noms et date de naissance, autre personne',
      en: 'Same names and birth date, another person',
    },
    what: { fr: 'les mêmes noms et la même date de naissance', en: 'the same names and birth date' },
    advice: {
      fr: 'Les homonymes nés le même jour existent\u00a0: cherchez le compte par le couple iss et sub. Pour rapprocher un dossier existant, comparez toute l’identité pivot, lieu de naissance compris, et une fois seulement.',
      en: 'People of the same names born on the same day exist: look the account up by the pair iss and sub. To find an existing file, compare the whole pivot identity, birthplace included, and once only.',
    },
  },
  {
    name: 'other-accent-other-sub',
    person: 'other-accent',
    title: {
      fr: 'Noms semblables à un accent près, autre personne',
      en: 'Names alike but for an accent, another person',
    },
    what: { fr: 'des noms semblables à un accent près', en: 'names alike but for an accent' },
    advice: {
      fr: 'Une collation qui ignore les accents (utf8mb4_unicode_ci, CI_AI) rend égaux des noms qui ne le sont pas\u00a0: comparez iss et sub octet par octet, et aucune clé de compte ne contient de nom.',
      en: 'A collation that ignores accents (utf8mb4_unicode_ci, CI_AI) makes names equal that are not: compare iss and sub byte by byte, and let no account key contain a name.',
    },
  },
];

const changed: readonly Row[] = [
  {
    name: 'same-sub-other-email',
    person: 'changed-email',
    title: { fr: 'Même personne, adresse électronique changée', en: 'Same person, changed e-mail address' },
    what: { fr: 'une autre adresse électronique', en: 'another e-mail address' },
    advice: {
      fr: 'Cherchez le compte par le couple iss et sub. L’adresse électronique change avec le compte que la personne choisit à la plateforme\u00a0: mettez-la à jour, ou gardez celle que la personne a donnée au service.',
      en: 'Look the account up by the pair iss and sub. The e-mail address changes with the account that the person chooses at the platform: update it, or keep the one that the person gave to the service.',
    },
  },
  {
    name: 'same-sub-other-name',
    person: 'changed-name',
    title: { fr: 'Même personne, nom d’usage changé', en: 'Same person, changed usage name' },
    what: { fr: 'un autre nom d’usage', en: 'another usage name' },
    advice: {
      fr: 'Cherchez le compte par le couple iss et sub seul\u00a0: un mariage ou un divorce change le nom d’usage, et la personne garde ses démarches.',
      en: 'Look the account up by the pair iss and sub alone: a marriage or a divorce changes the usage name, and the person keeps their procedures.',
    },
  },
];

const common = {
  family: 'sessions',
  kind: 'play',
  place: 'sessions.account',
  cause: 'accounts',
  clause: 'OpenID Connect Core 1.0 §5.7; Garance, identity: Subject identifier',
  level: 'standard',
  // Nothing else tells of an account that goes to another person.
  quick: true,
} as const;

function otherPerson({ name, person, title, what, advice }: Row): PlayScenario {
  return {
    ...common,
    ...{ id: `sessions.${name}`, title, advice },
    does: {
      fr: `Deux personnes différentes, de sub différents, se connectent avec ${what.fr}.`,
      en: `Two different people, with different sub values, sign in with ${what.en}.`,
    },
    expects: {
      fr: 'Chacune est connectée et ne voit que ce qui est à elle\u00a0: ni le compte, ni le nom de l’autre.',
      en: 'Each is signed in and sees only what is theirs: neither the account nor the name of the other.',
    },
    play: (stage) => playOther(stage, person, what),
  };
}

async function playOther(stage: Stage, person: PersonId, what: Localized): Promise<Judgement> {
  const plain = await signInAndRead(stage, 'plain');
  const other = await signInAndRead(stage, 'other');
  if (plain === undefined || other === undefined) return signInFailed;
  const foreign = namesOfFirst(other.words);
  if (foreign.length >= fewestNames) {
    return failed(
      `Une autre personne, qui n’a rien de commun avec la première, voit son nom : ${some(foreign)}.`,
      `Another person, who has nothing in common with the first, sees that one’s name: ${some(foreign)}.`,
    );
  }
  const own = ownWords(without(plain.words, other.words), person);
  if (own.length === 0) return nothingShown;

  const same = await signInAndRead(stage, person);
  if (same === undefined) {
    return failed(
      `La seconde personne, avec ${what.fr}, n’a pas pu se connecter.`,
      `The second person, with ${what.en}, could not sign in.`,
    );
  }
  const taken = own.filter((word) => same.words.has(word));
  if (taken.length > 0) {
    return failed(
      `La seconde personne voit ce qui est à la première\u00a0: ${some(taken)}.`,
      `The second person sees what belongs to the first: ${some(taken)}.`,
    );
  }
  const now = await wordsShown(stage, plain.visitor);
  const names = [...without(claimWords(person), claimWords('plain'))];
  const written = names.filter((word) => isTelling(word) && now.has(word) && !plain.words.has(word));
  if (written.length === 0) return passed;
  return failed(
    `La première personne voit maintenant ce qui est à la seconde\u00a0: ${some(written)}.`,
    `The first person now sees what belongs to the second: ${some(written)}.`,
  );
}

/** One word alone may stand there by chance. */
const fewestNames = 2;

/** Words with letters that the hub gave of the ordinary person and not of the other one. */
function namesOfFirst(shown: Words): readonly string[] {
  const names = without(claimWords('plain'), claimWords('other'));
  return [...names].filter((word) => isTelling(word) && /\p{L}/u.test(word) && shown.has(word));
}

/** Of the words that only the ordinary person's page shows: names and numbers, and nothing that both people share. */
function ownWords(shown: Words, person: PersonId): readonly string[] {
  const plain = claimWords('plain');
  const claimed = claimWords(person);
  // However a service writes the other person, with accents or without: these words are theirs too.
  const shared = new Set([...claimed, ...[...claimed].map(withoutAccents)]);
  return [...shown].filter(
    (word) =>
      isTelling(word) &&
      !shared.has(word) &&
      !isSharedBirthDate(word, person) &&
      (plain.has(word) || /\d/.test(word)),
  );
}

/** The day of birth differs from worker to worker: a date of the year in which both people are born is shared by them. */
function isSharedBirthDate(word: string, person: PersonId): boolean {
  const [birth = '', other] = [testPersons.plain, testPersons[person]].map(({ claims }) => claims.birthdate);
  const digits = word.replace(/[.-]/g, '');
  const year = birth.slice(0, 4);
  return birth === other && /^\d{8}$/.test(digits) && (digits.startsWith(year) || digits.endsWith(year));
}

function withoutAccents(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '');
}

function samePerson({ name, person, title, what, advice }: Row): PlayScenario {
  return {
    ...common,
    ...{ id: `sessions.${name}`, title, advice },
    does: {
      fr: `Une personne se connecte deux fois, puis une troisième avec ${what.fr} et le même sub.`,
      en: `A person signs in twice, then a third time with ${what.en} and the same sub.`,
    },
    expects: {
      fr: 'La personne retrouve son compte\u00a0: tout ce qui lui est propre, et n’a pas changé, s’affiche comme avant.',
      en: 'The person finds their account again: all that is their own, and has not changed, shows as before.',
    },
    play: (stage) => playSame(stage, person, what),
  };
}

async function playSame(stage: Stage, person: PersonId, what: Localized): Promise<Judgement> {
  // Another person in between: a word that all three show is no one's own, and neither is the time of day.
  const once = await signInAndRead(stage, 'plain');
  const other = await signInAndRead(stage, 'other');
  const again = await signInAndRead(stage, 'plain');
  if (once === undefined || other === undefined || again === undefined) return signInFailed;
  const own = without(without(inBoth(once.words, again.words), other.words), changedWords(person));

  const after = await signInAndRead(stage, person);
  if (after === undefined) {
    return failed(
      `Avec ${what.fr}, la personne n’a pas pu se connecter.`,
      `With ${what.en} the person could not sign in.`,
    );
  }
  const lost = [...without(own, after.words)];
  if (lost.length > 0) {
    return failed(
      `Avec ${what.fr}, la personne ne retrouve pas\u00a0: ${some(lost)}.`,
      `With ${what.en} the person does not find again: ${some(lost)}.`,
    );
  }
  const ofAccount = [...without(own, claimWords('plain'))].filter((word) => /\d/.test(word));
  if (ofAccount.length > 0) return passed;
  return inconclusive(
    'Aucune page ouverte ne montre rien qui soit propre au compte, comme son numéro\u00a0: donnez une telle page avec --profile-url.',
    'No page opened shows anything that is the account’s own, such as its number: give such a page with --profile-url.',
  );
}

/** Words of what the ordinary person has and this one has no longer. */
function changedWords(person: PersonId): Words {
  const now = testPersons[person].claims;
  const values = Object.entries(testPersons.plain.claims).filter(([name, value]) => now[name] !== value);
  return new Set(values.flatMap(([, value]) => [...wordsOf(value)]));
}

export const accounts: readonly Scenario[] = [...others.map(otherPerson), ...changed.map(samePerson)];
