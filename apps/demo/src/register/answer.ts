import { isDeepStrictEqual } from 'node:util';
import { recordOf } from '../persons/make-person.ts';
import type { DemoPerson, DemoRecord, DemoRegisterEntry, PrivatePerson } from '../persons/person.ts';
import { matchKey, queryFor, type RegisterQuery } from './query.ts';

/** Answer codes of the register's protocol. */
const codes = {
  found: '2',
  rectified: '3',
  doubtful: '4',
  several: '6',
  'usage-name-only': '7',
  'not-found': '8',
} as const;

const badRequest = '9';
const header = '<?xml version="1.0" encoding="UTF-8"?>';

/** Every way a provider spells a person leads to what the register says of that person. */
export function indexPersons(persons: readonly DemoPerson[]): ReadonlyMap<string, DemoRegisterEntry> {
  const index = new Map<string, DemoRegisterEntry>();
  for (const person of persons) {
    const { register } = person;
    if ('record' in register) index.set(matchKey(queryFor(register.record)), register);
    for (const { claims } of person.accounts) index.set(matchKey(queryFor(claims)), register);
  }
  return index;
}

/** What the register says of a private person: alive, and known as the provider does. */
export function findPrivateEntry(
  persons: readonly PrivatePerson[],
  query: RegisterQuery,
): DemoRegisterEntry | undefined {
  const wanted = matchKey(query);
  const person = persons.find(({ claims }) => matchKey(queryFor(claims)) === wanted);
  return person && { answer: 'found', record: recordOf(person.claims), deceased: false };
}

/** The register's XML answer. `query` is `undefined` when the request was malformed. */
export function answerXml(
  find: (query: RegisterQuery) => DemoRegisterEntry | undefined,
  query: RegisterQuery | undefined,
): string {
  if (query === undefined) return envelope(badRequest, '', false);
  const entry = find(query) ?? ({ answer: 'not-found' } as const);
  if (!('record' in entry)) return envelope(codes[entry.answer], '', false);
  // Asked with the register's own spelling, there is nothing to rectify.
  const answer = isDeepStrictEqual(query, queryFor(entry.record)) ? 'found' : entry.answer;
  return envelope(codes[answer], individual(entry.record), entry.deceased);
}

function envelope(code: string, body: string, deceased: boolean): string {
  return `${header}<reponse><code>${code}</code>${body}<deces>${deceased}</deces></reponse>`;
}

function individual(record: DemoRecord): string {
  const { nom, prenoms, dateNaissance, sexe } = queryFor(record);
  const fields = [
    element('nomNaissance', nom),
    element('prenoms', prenoms),
    element('dateNaissance', dateNaissance),
    element('sexe', sexe),
    element('codeLieuNaissance', record.birthplace),
    element('codePaysNaissance', record.birthcountry),
  ];
  return `<individu>${fields.join('')}</individu>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function element(name: string, text: string): string {
  return `<${name}>${text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '')}</${name}>`;
}
