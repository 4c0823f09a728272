import { isDeepStrictEqual } from 'node:util';
import { countryNames } from '@garance/core';
import { recordOf } from '../persons/make-person.ts';
import type { DemoPerson, DemoRecord, DemoRegisterEntry, TestAccount } from '../persons/person.ts';
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

/** The register's entry by each spelling of a person, the register's own and those of the providers. */
export function indexPersons(persons: readonly DemoPerson[]): ReadonlyMap<string, DemoRegisterEntry> {
  const index = new Map<string, DemoRegisterEntry>();
  for (const person of persons) {
    const { register } = person;
    if ('record' in register) index.set(matchKey(queryFor(register.record)), register);
    for (const { claims } of person.accounts) index.set(matchKey(queryFor(claims)), register);
  }
  return index;
}

/** The register's entry of a test account: found, alive, with the provider's claims. */
export function findTestEntry(
  persons: readonly TestAccount[],
  query: RegisterQuery,
): DemoRegisterEntry | undefined {
  const key = matchKey(query);
  const person = persons.find(({ claims }) => matchKey(queryFor(claims)) === key);
  return person && { answer: 'found', record: recordOf(person.claims), deceased: false };
}

/** The register's XML answer. `query` is `undefined` for a malformed request; `address` is the requested address. */
export function answerXml(
  find: (query: RegisterQuery) => DemoRegisterEntry | undefined,
  query: RegisterQuery | undefined,
  address: string,
): string {
  if (query === undefined) return envelope(address, badRequest, divergences());
  const entry = find(query) ?? ({ answer: 'not-found' } as const);
  if (!('record' in entry)) return envelope(address, codes[entry.answer], divergences());
  // A query in the register's own spelling has nothing to rectify.
  const answer = isDeepStrictEqual(query, queryFor(entry.record)) ? 'found' : entry.answer;
  const situation = element(
    'el:SituationActuelle',
    individual(entry) + element('ec:QualiteEtatCivil', text('ci')),
  );
  const status = element('el:StatutDuNomIdentifieDansLaDemande', text('O'));
  return envelope(address, codes[answer], situation + status + divergences(query, queryFor(entry.record)));
}

const namespaces: Readonly<Record<string, string>> = {
  'xmlns:ie': 'http://xml.insee.fr/schema',
  'xmlns:ec': 'http://xml.insee.fr/schema/etat-civil',
  'xmlns:el': 'http://xml.insee.fr/schema/electoral',
};

function envelope(address: string, code: string, citizen: string): string {
  const content =
    element('el:TypeReponseIdentification', text(code)) +
    element('el:IdentificationIndividuCitoyen', citizen);
  const attributes = { ...namespaces, uriDemande: address, dateValidite: '2026-01-01' };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('el:IdentificationsIndividusCitoyens', content, attributes)}\n`;
}

function individual({
  record,
  deceased,
}: Extract<DemoRegisterEntry, { readonly record: DemoRecord }>): string {
  const { family_name, given_name, given_names = given_name.split(' '), preferred_username } = record;
  const names = element('ie:NomFamille', text(family_name)) + optional('ie:NomUsage', preferred_username);
  const birth =
    element('ie:DateNaissance', text(knownPart(record.birthdate))) +
    element('ie:LieuNaissance', placeOf(record)) +
    element('ie:NumeroActeNaissance', text('614'));
  return element(
    'ec:Individu',
    element('ie:Noms', names) +
      element('ie:Prenoms', given_names.map((name) => element('ie:Prenom', text(name))).join('')) +
      element('ie:Naissance', birth) +
      element('ie:Sexe', text(queryFor(record).sexe)) +
      (deceased ? element('ie:Deces', element('ie:DateDeces', text('2019-03-14'))) : ''),
  );
}

/** A birth date without its unknown parts. */
function knownPart(birthdate: string): string {
  return birthdate.replaceAll('-00', '');
}

/** The commune for a birth in France, the country for a birth abroad. */
function placeOf({ birthplace, birthcountry }: DemoRecord): string {
  return birthplace === ''
    ? element('ie:Pays', text(countryNames.get(birthcountry) ?? ''), { code: birthcountry })
    : element('ie:Localite', text('Commune'), { code: birthplace });
}

/** For each field, whether the query differs from the record; all false without a record. */
function divergences(query?: RegisterQuery, record?: RegisterQuery): string {
  const differs = (field: keyof RegisterQuery): string => text(String(query?.[field] !== record?.[field]));
  return element(
    'el:Divergences',
    element('ec:DivergenceNom', differs('nom')) +
      element('ec:DivergencePrenoms', differs('prenoms')) +
      element('ec:DivergenceSexe', differs('sexe')) +
      element('ec:DivergenceDateNaissance', differs('dateNaissance')) +
      element('ec:DivergenceLieuNaissance', differs('codeLieuNaissance')) +
      element('ec:DivergenceNIR', text('false')),
  );
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function text(value: string): string {
  return value.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** `content` is XML: escaped text or elements. */
function element(name: string, content: string, attributes: Readonly<Record<string, string>> = {}): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${text(value)}"`);
  return `<${name}${written.join('')}>${content}</${name}>`;
}

function optional(name: string, value: string | undefined): string {
  return value === undefined ? '' : element(name, text(value));
}
