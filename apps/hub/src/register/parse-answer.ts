/**
 * Parses the national register's XML (INSEE, schemas `electoral`, `etat-civil` and their base). Elements are identified
 * by their name in a namespace of INSEE, whatever the prefix; elements of other namespaces are extensions and ignored.
 */
import type { Gender, PivotIdentity, RegisterAnswer } from '@garance/core';
import { FRANCE, isBirthdate, isCommuneCodeShaped } from '@garance/core';
import { z } from 'zod';
import { readXml, type XmlElement } from './read-xml.ts';

/** Characters. An answer about a person has some 2 500. */
export const maxAnswerLength = 32_768;

const inseeSchemas = 'http://xml.insee.fr/schema';

const genders: Readonly<Record<'F' | 'M' | 'I', Gender>> = { F: 'female', M: 'male', I: 'unspecified' };

/**
 * Control, format (direction overrides among them), private and unassigned characters, and line separators: a name with
 * one of them is invalid and must not confirm an identity.
 */
const unwritable = /[\p{C}\p{Zl}\p{Zp}\uFFFD]/u;

const longestName = 256;
const name = z
  .string()
  .trim()
  .min(1)
  .max(longestName)
  .refine((value) => !unwritable.test(value))
  .transform((value) => value.normalize('NFC'));

/**
 * The register writes the known part of a date: a day, a month or a year. Unknown parts are `00` here (spec/identity).
 */
const birthdate = z
  .string()
  .trim()
  .regex(/^\d{4}(?:-(?!00)\d{2}(?:-(?!00)\d{2})?)?$/)
  .transform((date) => date.padEnd('YYYY-MM-DD'.length, '-00'))
  .refine(isBirthdate);

const onlyOf = <T extends z.ZodType>(of: T) => z.tuple([of]).transform(([only]) => only);

/** A place without a country is in France; one in another country has no commune code. */
const birthplace = z
  .object({
    Pays: z.array(z.string().regex(/^99\d{3}$/)).max(1),
    Localite: z.array(z.string().optional()).max(1),
  })
  .transform(({ Pays: [country = FRANCE], Localite: [commune = ''] }) => ({
    birthplace: country === FRANCE ? commune : '',
    birthcountry: country,
  }))
  .refine(({ birthplace: commune, birthcountry }) => birthcountry !== FRANCE || isFrenchCommune(commune));

function isFrenchCommune(code: string): boolean {
  return isCommuneCodeShaped(code) && !code.startsWith('99');
}

/** By the register's element names, each a list of all values found: an element that occurs twice is ambiguous. */
const individualSchema = z
  .object({
    NomFamille: onlyOf(name),
    Prenom: z.array(name).min(1).max(50),
    DateNaissance: onlyOf(birthdate),
    Sexe: onlyOf(z.enum(['F', 'M', 'I'])),
    LieuNaissance: birthplace,
  })
  .refine(({ Prenom }) => Prenom.join(' ').length <= longestName, { path: ['Prenom'] })
  .transform(
    ({ NomFamille, Prenom, DateNaissance, Sexe, LieuNaissance }): PivotIdentity => ({
      givenName: Prenom.join(' '),
      givenNames: Prenom,
      familyName: NomFamille,
      birthdate: DateNaissance,
      gender: genders[Sexe],
      ...LieuNaissance,
    }),
  );

const codeSchema = onlyOf(z.enum(['2', '3', '4', '6', '7', '8', '9']));

/** `4` is a single doubtful match: treated as no match, since a subject would be derived from it. */
const withoutPerson = {
  '4': 'not-found',
  '6': 'several',
  '7': 'usage-name-only',
  '8': 'not-found',
  '9': 'invalid-request',
} as const;

const individualPath = ['IdentificationIndividuCitoyen', 'SituationActuelle', 'Individu'];

/** Reads the register's XML. Anything unexpected is `invalid-request`: an unreadable answer confirms no identity. Never throws. */
export function parseAnswer(xml: string): RegisterAnswer {
  const root = readXml(xml, maxAnswerLength);
  if (root === undefined) return unreadable('xml');
  if (!isOfRegister(root, 'IdentificationsIndividusCitoyens')) return unreadable('root element');
  const code = codeSchema.safeParse(textsAt(root, ['TypeReponseIdentification']));
  if (!code.success) return unreadable('TypeReponseIdentification');
  if (code.data !== '2' && code.data !== '3') {
    return { kind: withoutPerson[code.data], reason: `answer code ${code.data}` };
  }
  const at = (...path: readonly string[]) => elementsAt(root, [...individualPath, ...path]);
  if (at('Deces').some((death) => !death.isNil)) return { kind: 'deceased' };
  const individual = individualSchema.safeParse({
    NomFamille: at('Noms', 'NomFamille').map(textOf),
    Prenom: at('Prenoms', 'Prenom').map(textOf),
    DateNaissance: at('Naissance', 'DateNaissance').map(textOf),
    Sexe: at('Sexe').map(textOf),
    LieuNaissance: {
      Pays: at('Naissance', 'LieuNaissance', 'Pays').map(codeOf),
      Localite: at('Naissance', 'LieuNaissance', 'Localite').map(codeOf),
    },
  });
  if (!individual.success) return unreadable(String(individual.error.issues[0]?.path[0] ?? 'Individu'));
  return { kind: code.data === '2' ? 'found' : 'rectified', identity: individual.data };
}

/** @param what the name of an element, never its content */
function unreadable(what: string): RegisterAnswer {
  return { kind: 'invalid-request', reason: `unreadable ${what}` };
}

function isOfRegister({ namespace, name }: XmlElement, localName: string): boolean {
  return name === localName && (namespace === inseeSchemas || namespace.startsWith(`${inseeSchemas}/`));
}

/**
 * Every element at the end of the path, through every element on the way: an element that occurs twice is found twice.
 */
function elementsAt(from: XmlElement, path: readonly string[]): readonly XmlElement[] {
  return path.reduce<readonly XmlElement[]>(
    (parents, localName) =>
      parents.flatMap(({ children }) => children.filter((c) => isOfRegister(c, localName))),
    [from],
  );
}

function textsAt(from: XmlElement, path: readonly string[]): readonly (string | undefined)[] {
  return elementsAt(from, path).map(textOf);
}

/** Undefined for an element with child elements. */
function textOf({ children, text: value }: XmlElement): string | undefined {
  return children.length === 0 ? value.trim() : undefined;
}

function codeOf({ attributes }: XmlElement): string | undefined {
  return attributes.get('code')?.trim();
}
