import type { Gender, PivotIdentity, RegisterAnswer } from '@garance/core';
import { FRANCE } from '@garance/core';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';

const genders: Readonly<Record<string, Gender>> = { F: 'female', M: 'male', I: 'unspecified' };

/** A replacement or control character means that the encoding was not what it says: such a name must confirm nobody. */
const name = z
  .string()
  .trim()
  .min(1)
  .max(256)
  .refine((value) => !/[\p{Cc}\uFFFD]/u.test(value));

const individualSchema = z
  .object({
    nomNaissance: name,
    prenoms: name,
    dateNaissance: z.string().regex(/^\d{4}(?:0000|(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))$/),
    sexe: z.enum(['F', 'M', 'I']),
    codeLieuNaissance: z.string().regex(/^(?:|\d{5}|2[AB]\d{3})$/),
    codePaysNaissance: z.string().regex(/^99\d{3}$/),
  })
  .refine((person) => (person.codePaysNaissance === FRANCE) === (person.codeLieuNaissance !== ''));

const answerSchema = z.object({
  reponse: z.object({
    code: z.enum(['2', '3', '4', '6', '7', '8', '9']),
    individu: z.unknown().optional(),
    deces: z.enum(['true', 'false']).optional(),
  }),
});

/** `4` is a single doubtful match: as good as none, since a subject would be derived from it. */
const withoutPerson = {
  '4': 'not-found',
  '6': 'several',
  '7': 'usage-name-only',
  '8': 'not-found',
  '9': 'invalid-request',
} as const;

const malformed: RegisterAnswer = { kind: 'invalid-request' };

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  processEntities: false,
});

/** Reads the register's XML. Anything unexpected is `invalid-request`: an unreadable answer confirms nobody. */
export function parseAnswer(xml: string): RegisterAnswer {
  // Entities are declared in a DOCTYPE alone: without one nothing can expand or reach out (XXE, "billion laughs").
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml) || XMLValidator.validate(xml) !== true) return malformed;
  const parsed = answerSchema.safeParse(readTree(xml));
  if (!parsed.success) return malformed;
  const { code, individu, deces } = parsed.data.reponse;
  if (code !== '2' && code !== '3') return { kind: withoutPerson[code] };
  if (deces === 'true') return { kind: 'deceased' };
  const individual = individualSchema.safeParse(decodeTexts(individu));
  if (!individual.success) return malformed;
  return { kind: code === '2' ? 'found' : 'rectified', identity: toPivot(individual.data) };
}

function readTree(xml: string): unknown {
  try {
    return parser.parse(xml);
  } catch {
    return undefined;
  }
}

function toPivot(person: z.infer<typeof individualSchema>): PivotIdentity {
  const date = person.dateNaissance;
  return {
    givenName: person.prenoms,
    familyName: person.nomNaissance,
    birthdate: `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`,
    gender: genders[person.sexe] ?? 'unspecified',
    birthplace: person.codeLieuNaissance,
    birthcountry: person.codePaysNaissance,
  };
}

const predefined: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The five predefined entities and character references (XML §4.1, §4.6), in one pass: what comes out is not read again. */
function decodeText(text: string): string {
  return text.replaceAll(
    /&(?:#(\d{1,7})|#x([\dA-Fa-f]{1,6})|(amp|lt|gt|quot|apos));/g,
    (whole, decimal, hexadecimal, entity) => {
      if (entity !== undefined) return predefined[entity] ?? whole;
      const point = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    },
  );
}

function decodeTexts(individual: unknown): unknown {
  if (typeof individual !== 'object' || individual === null) return undefined;
  return Object.fromEntries(
    Object.entries(individual).map(([key, value]) => [
      key,
      typeof value === 'string' ? decodeText(value) : value,
    ]),
  );
}
