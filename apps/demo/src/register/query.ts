import type { DemoRecord } from '../persons/person.ts';

/** A query in the register's notation. */
export interface RegisterQuery {
  /** A search for one person; the only kind that the demo's register supports. */
  readonly rechercheType: 'S';
  readonly nom: string;
  readonly prenoms: string;
  /** YYYYMMDD; `00` for an unknown day or month. */
  readonly dateNaissance: string;
  readonly sexe: 'F' | 'M' | 'I';
  /** Code of the commune, or of the country when born abroad. */
  readonly codeLieuNaissance: string;
}

const sexes = { female: 'F', male: 'M', unspecified: 'I' } as const;
const france = '99100';

/** A record in the register's notation. */
export function queryFor(record: DemoRecord): RegisterQuery {
  return {
    rechercheType: 'S',
    nom: record.family_name,
    prenoms: record.given_name,
    dateNaissance: record.birthdate.replaceAll('-', ''),
    sexe: sexes[record.gender],
    codeLieuNaissance: record.birthcountry === france ? record.birthplace : record.birthcountry,
  };
}

/** Reads a query; `undefined` when a parameter is missing, repeated or malformed (answer code 9). */
export function parseQuery(params: URLSearchParams): RegisterQuery | undefined {
  const single = (name: string): string => {
    const values = params.getAll(name);
    return values.length === 1 ? (values[0] ?? '').trim() : '';
  };
  const query = {
    rechercheType: single('rechercheType'),
    nom: single('nom'),
    prenoms: single('prenoms'),
    dateNaissance: single('dateNaissance'),
    sexe: single('sexe'),
    codeLieuNaissance: single('codeLieuNaissance'),
  };
  const { rechercheType, sexe } = query;
  if (rechercheType !== 'S') return undefined;
  if (query.nom === '' || query.prenoms === '') return undefined;
  if (!/^\d{8}$/.test(query.dateNaissance)) return undefined;
  if (sexe !== 'F' && sexe !== 'M' && sexe !== 'I') return undefined;
  if (!/^(?:\d{5}|2[AB]\d{3})$/.test(query.codeLieuNaissance)) return undefined;
  return { ...query, rechercheType, sexe };
}

/** A key that is equal for two queries about the same person: registers ignore case, diacritics and punctuation of names. */
export function matchKey(query: RegisterQuery): string {
  const plain = (name: string): string =>
    name
      .toUpperCase()
      .replaceAll('Œ', 'OE')
      .replaceAll('Æ', 'AE')
      .normalize('NFD')
      .replaceAll(/\p{M}/gu, '')
      .replaceAll(/[^A-Z]+/g, ' ')
      .trim();
  return [
    plain(query.nom),
    plain(query.prenoms),
    query.dateNaissance,
    query.sexe,
    query.codeLieuNaissance,
  ].join('|');
}
