/** Formats of texts by name: zod schemas whose issues are problems of the catalogue. */
import { hasHiddenCharacter, parsePublicName } from '@garance/core';
import { z } from 'zod';
import { readParisTime } from '../time/paris-time.ts';
import { parseSiret } from './siret.ts';
import { addressRule, pageAddress } from './web-address.ts';

const compact = (text: string): string => text.replace(/[\s.\-()\u00a0\u202f]/g, '');

/** Mobile numbers of France, overseas included: 06 and 07, written nationally or with +33 or an overseas prefix. */
export function isFrenchMobile(text: string): boolean {
  return /^(?:(?:\+33|0033|0)[67]\d{8}|(?:\+|00)(?:262|590|594|596)69\d{7})$/.test(compact(text));
}

/** `YYYY-MM-DD` of a day written so or as `DD/MM/YYYY`; undefined when there is no such day. */
export function parseDay(text: string): string | undefined {
  const french = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text);
  const iso =
    french === null
      ? text
      : `${french[3]}-${(french[2] ?? '').padStart(2, '0')}-${(french[1] ?? '').padStart(2, '0')}`;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return undefined;
  const at = Date.parse(iso);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== iso ? undefined : iso;
}

/** A whole number, blanks between thousands included; undefined when it is not one. */
export function parseWhole(text: string): number | undefined {
  const digits = text.replace(/[\s\u00a0\u202f]/g, '');
  return /^\d{1,12}$/.test(digits) ? Number(digits) : undefined;
}

/** Schema that transforms by `parse`, with the issue `problem` where that returns undefined. */
function parsed<T>(parse: (text: string) => T | undefined, problem: string): z.ZodType<T, string> {
  return z.string().transform((text, context) => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: problem });
    return z.NEVER;
  });
}

const kept = (holds: (text: string) => boolean, problem: string) =>
  parsed((text) => (holds(text) ? text : undefined), problem);

/** Rule for names shown to other people (security.md 29); its output is the name as shown. `longest` in characters. */
export function publicName(longest: number): z.ZodType<string, string> {
  return z.string().transform((text, context) => {
    const outcome = parsePublicName(text, longest);
    if (outcome.ok) return outcome.name;
    const message = outcome.problem === 'missing' ? 'name-missing' : outcome.problem;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
}

/** Text of several lines for citizens: each line by the rule of names, without limit of length. */
export function publicLines(longest: number): z.ZodType<string, string> {
  return z.string().superRefine((text, context) => {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
    for (const line of lines) {
      const outcome = parsePublicName(line, longest);
      if (!outcome.ok) context.addIssue({ code: 'custom', message: outcome.problem });
    }
  });
}

export const formats = {
  /** Lower case: accounts are looked up in this form. */
  email: z
    .string()
    .transform((text) => text.toLowerCase())
    .pipe(z.email('email').max(254, 'email')),
  'web-address': addressRule(pageAddress),
  siret: parsed(parseSiret, 'siret'),
  phone: kept((text) => /^\+?\d{8,15}$/.test(compact(text)), 'phone'),
  'french-mobile': kept(isFrenchMobile, 'french-mobile'),
  date: parsed(parseDay, 'date'),
  /** A moment in Paris, as epoch ms. */
  moment: parsed(readParisTime, 'moment'),
  'public-name': publicName(200),
  /** May be pasted on several lines; kept on one. */
  'postal-address': z
    .string()
    .transform((text) => text.replace(/\s+/gu, ' '))
    .pipe(publicName(300)),
  /** Public text of several lines. */
  'visible-text': kept((text) => !hasHiddenCharacter(text), 'hidden-character'),
} as const satisfies Readonly<Record<string, z.ZodType<unknown, string>>>;
export type Format = keyof typeof formats;
