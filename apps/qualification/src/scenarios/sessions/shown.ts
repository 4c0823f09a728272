/**
 * What a service shows of a person, as words: which of them are that person's alone is found by comparing pages, since
 * nobody told the suite how this service writes a name, a date or an account number.
 */
import { testPersons } from '../../rehearsal/persons.ts';
import type { PersonId } from '../../vocabulary/person.ts';
import type { Judgement } from '../../vocabulary/scenario.ts';
import type { Stage, Visitor } from '../../vocabulary/stage.ts';
import { inconclusive } from '../judgements.ts';

export type Words = ReadonlySet<string>;

/** Lower case; letters, digits and what binds them in addresses and hyphenated names. */
export function wordsOf(text: string): Words {
  return new Set(
    text
      .toLowerCase()
      .split(/[^\p{L}\p{N}@._+-]+/u)
      .map(withoutEdges)
      .filter((word) => word.length > 1),
  );
}

const binding = '._+-';

/** Without what binds words at either end, as a full stop at the end of a sentence. */
function withoutEdges(word: string): string {
  let [begin, end] = [0, word.length];
  while (begin < end && binding.includes(word.charAt(begin))) begin += 1;
  while (end > begin && binding.includes(word.charAt(end - 1))) end -= 1;
  return word.slice(begin, end);
}

/** Words of the claims that the hub gives of a person, dates also in parts. */
export function claimWords(person: PersonId): Words {
  const values = Object.entries(testPersons[person].claims).filter(([name]) => name !== 'sub');
  return new Set(values.flatMap(([, value]) => [...wordsOf(value), ...wordsOf(value.replaceAll('-', ' '))]));
}

export function without(words: Words, others: Words): Words {
  return new Set([...words].filter((word) => !others.has(word)));
}

export function inBoth(words: Words, others: Words): Words {
  return new Set([...words].filter((word) => others.has(word)));
}

/** Seconds or milliseconds since 1970, of the years 2020 to 2039: two people who sign in at once share them. */
const isTime = (word: string) => /^(?:1[6-9]|2[01])\d{8}(?:\d{3})?$/.test(word);

/** Words too long to match by chance. */
export function isTelling(word: string): boolean {
  if (isTime(word)) return false;
  return /\p{L}/u.test(word) ? word.length >= 3 : /\d{4}/.test(word);
}

/** Opens again the pages that may show the person. */
export async function wordsShown(stage: Stage, visitor: Visitor): Promise<Words> {
  const { profileUrl, protectedUrl } = stage.service;
  const texts: string[] = [];
  for (const url of [protectedUrl, profileUrl]) {
    if (url !== undefined) texts.push((await visitor.open(url)).text);
  }
  return wordsOf(texts.join('\n'));
}

/** What a fresh browser shows after a sign-in of this person; undefined when it is not signed in. */
export async function signInAndRead(
  stage: Stage,
  person: PersonId,
): Promise<{ readonly visitor: Visitor; readonly words: Words } | undefined> {
  const visitor = await stage.visitor();
  const { view } = await stage.signIn(visitor, { person });
  if (!(await stage.hasSession(visitor))) return undefined;
  const words = await wordsShown(stage, visitor);
  return { visitor, words: new Set([...words, ...wordsOf(view.text)]) };
}

/** `a`, `b` and three more at most, for a reason. */
export function some(words: Iterable<string>): string {
  return [...words].slice(0, 5).join(', ');
}

export const nothingShown: Judgement = inconclusive(
  'Aucune page ouverte ne montre rien qui soit propre à une personne\u00a0: donnez avec --profile-url une page qui affiche son nom et son numéro de compte.',
  'No page opened shows anything that is a person’s own: give, with --profile-url, a page that shows their name and account number.',
);
