/**
 * Whether a service shows a person as they are. Nobody told the suite how this service writes a name or a date: what it
 * shows of the ordinary person, whose names are plain letters, says which attributes it shows at all.
 */
import { brokenIn } from './broken-text.ts';

export type Claims = Readonly<Record<string, string>>;

export interface Shown {
  readonly claims: Claims;
  /** Of the pages for a signed-in person. */
  readonly text: string;
}

const names = ['given_name', 'family_name', 'preferred_username', 'email'] as const;

/** Attributes that are shown otherwise than they were sent; `text` for what is broken wherever it stands. */
export function wronglyShown(person: Shown, ordinary: Shown): readonly string[] {
  const wrong = names.filter((name) => !isNameShown(name, person, ordinary)).map(String);
  if (!isDateShown(person, ordinary)) wrong.push('birthdate');
  if (brokenIn(person.text, [ordinary.text]) !== undefined) wrong.push('text');
  return wrong;
}

function isNameShown(name: (typeof names)[number], person: Shown, ordinary: Shown): boolean {
  const sent = person.claims[name];
  const plain = ordinary.claims[name];
  if (sent === undefined || plain === undefined) return true;
  if (holds(ordinary.text, plain)) return holds(person.text, sent);
  // Of several given names many show the first.
  if (holds(ordinary.text, firstOf(plain))) return holds(person.text, firstOf(sent));
  return true;
}

const firstOf = (value: string) => value.split(' ')[0] ?? '';

/** As words of their own, whatever their case; apostrophes may be set either way. */
function holds(text: string, value: string): boolean {
  const [where, what] = [normalised(text), normalised(value)];
  const edge = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character);
  for (let at = where.indexOf(what); at !== -1; at = where.indexOf(what, at + 1)) {
    if (!edge(where[at - 1]) && !edge(where[at + what.length])) return true;
  }
  return false;
}

function normalised(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\u2019\u02bc\u00b4`]/g, "'")
    .replace(/\s+/g, ' ');
}

const months = [
  ['janvier', 'janv', 'january', 'jan'],
  ['février', 'févr', 'february', 'feb'],
  ['mars', 'march', 'mar'],
  ['avril', 'avr', 'april', 'apr'],
  ['mai', 'may'],
  ['juin', 'june', 'jun'],
  ['juillet', 'juil', 'july', 'jul'],
  ['août', 'august', 'aug'],
  ['septembre', 'sept', 'september', 'sep'],
  ['octobre', 'oct', 'october'],
  ['novembre', 'nov', 'november'],
  ['décembre', 'déc', 'december', 'dec'],
] as const;

const dayFirst = /(?<!\d)(\d{1,2})(?:er|st|nd|rd|th)? (?:of )?(\p{L}{3,9})\.?,? (\d{4})(?!\d)/gu;
const monthFirst = /(?<!\p{L})(\p{L}{3,9})\.? (\d{1,2})(?:er|st|nd|rd|th)?,? (\d{4})(?!\d)/gu;

/** 1 to 12; 0 for what is no month. */
function monthCalled(name: string): number {
  return months.findIndex((written) => written.some((one) => one === name)) + 1;
}

interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/**
 * A whole date is shown as such where the ordinary person's is, and where a date of the year of birth is shown it is the
 * right one. Of a presumed date the year is enough, as the platform sends 00 or 01 for what is unknown.
 */
function isDateShown(person: Shown, ordinary: Shown): boolean {
  const sent = readIso(person.claims.birthdate);
  const plain = readIso(ordinary.claims.birthdate);
  if (sent === undefined || plain === undefined) return true;
  const shownOf = ({ text }: Shown, { year }: CalendarDate) =>
    datesIn(text).filter((date) => Math.abs(date.year - year) <= 1);
  const isSent = ({ year, month, day }: CalendarDate) =>
    year === sent.year && fits(month, sent.month) && fits(day, sent.day);
  const shown = shownOf(person, sent);
  if (shown.length > 0) return shown.some(isSent);
  if (shownOf(ordinary, plain).length === 0) return true;
  const numbers = person.text.match(/\d+/g) ?? [];
  return sent.day === 0 && numbers.some((one) => Number(one) === sent.year);
}

/** An unknown part is sent as 0, or as the first. */
function fits(shown: number, sent: number): boolean {
  return shown === sent || (sent === 0 && shown === 1);
}

function readIso(value: string | undefined): CalendarDate | undefined {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value ?? '') ?? [];
  return year === undefined ? undefined : { year: Number(year), month: Number(month), day: Number(day) };
}

/** Dates as people write them, in French and in English; one that can be read two ways is both. */
export function datesIn(text: string): readonly CalendarDate[] {
  const found: CalendarDate[] = [];
  const add = (year: string | undefined, month: number, day: string | undefined) => {
    found.push({ year: Number(year), month, day: Number(day) });
  };
  for (const [, y, m, d] of text.matchAll(/(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/g))
    add(y, Number(m), d);
  for (const [, a, b, y] of text.matchAll(/(?<!\d)(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?!\d)/g)) {
    add(y, Number(b), a);
    if (a !== b) add(y, Number(a), b);
  }
  const lower = text.toLowerCase();
  for (const [, d, name = '', y] of lower.matchAll(dayFirst)) add(y, monthCalled(name), d);
  for (const [, name = '', d, y] of lower.matchAll(monthFirst)) add(y, monthCalled(name), d);
  return found.filter(({ month }) => month > 0);
}
