/** Conversions between values of a provider and the text of its form fields. */
import { levelSchema } from '@garance/core';

interface Codec {
  /** Value to text. */
  write(value: unknown): string | readonly string[];
  /** Text to value: undefined for an absent value; unreadable text is returned as it is, for the schema to refuse. */
  read(typed: string): unknown;
}

const words = (text: string) => text.split(/\s+/).filter((word) => word !== '');
const text = (value: unknown) => (typeof value === 'string' ? value : '');

export const codecs = {
  plain: { write: text, read: (typed) => (typed === '' ? undefined : typed) },
  /** Never shown again: an empty field keeps the stored secret. */
  secret: { write: () => '', read: (typed) => (typed === '' ? undefined : typed) },
  number: { write: (value) => String(value ?? 100), read: Number },
  flag: { write: (value) => (value === true ? 'yes' : ''), read: (typed) => typed === 'yes' },
  'if-on': {
    write: (value) => (value === true ? 'yes' : ''),
    read: (typed) => (typed === 'yes' ? true : undefined),
  },
  'unless-off': {
    write: (value) => (value === false ? '' : 'yes'),
    read: (typed) => (typed === 'yes' ? undefined : false),
  },
  words: {
    write: (value) => (Array.isArray(value) ? value.join(' ') : ''),
    read: (typed) => (typed === '' ? undefined : words(typed)),
  },
  json: {
    write: (value) => (value === undefined ? '' : JSON.stringify(value, null, 2)),
    read: (typed) => (typed === '' ? undefined : (parseJsonObject(typed) ?? typed)),
  },
  lines: {
    write: writeLines,
    read: (typed) => (typed === '' ? undefined : (readLines(typed) ?? typed)),
  },
  /** Values of `acr` may contain equals signs. */
  'levels-by-line': {
    write: writeLines,
    read: (typed) => (typed === '' ? undefined : (readLines(typed, 'last') ?? typed)),
  },
  encryption: {
    write: (value) => (typeof value === 'object' && value !== null && 'alg' in value ? text(value.alg) : ''),
    read: (alg) => (alg === '' ? undefined : { alg, enc: 'A256GCM' }),
  },
  amr: { write: (value) => text(value ?? 'fc'), read: (typed) => (typed === 'fc' ? undefined : typed) },
  /** An empty list of `acr_values` sends none; when it is absent, the requested level is sent. */
  'acr-kind': {
    write: (value) => (Array.isArray(value) ? (value.length === 0 ? 'none' : 'fixed') : 'level'),
    read: (typed) => (typed === 'none' ? [] : undefined),
  },
  levels: {
    write: (value) => (Array.isArray(value) ? value : []),
    read: (typed) => levelSchema.options.filter((level) => typed.split(' ').includes(level)),
  },
} as const satisfies Readonly<Record<string, Codec>>;
export type CodecName = keyof typeof codecs;

/**
 * `name = value`, one per line; undefined when a line has no such form or a name occurs twice. `split` chooses the
 * equals sign that ends the name when there are several.
 */
export function readLines(
  typed: string,
  split: 'first' | 'last' = 'first',
): Readonly<Record<string, string>> | undefined {
  const read = new Map<string, string>();
  for (const line of typed.split(/\r?\n/)) {
    if (line.trim() === '') continue;
    const at = split === 'first' ? line.indexOf('=') : line.lastIndexOf('=');
    const name = line.slice(0, Math.max(at, 0)).trim();
    if (at < 1 || name === '' || read.has(name)) return undefined;
    read.set(name, line.slice(at + 1).trim());
  }
  return Object.fromEntries(read);
}

function writeLines(entries: unknown): string {
  return Object.entries(entries ?? {})
    .map(([name, value]) => `${name} = ${value}`)
    .join('\n');
}

/** @returns undefined unless the text is a JSON object */
function parseJsonObject(typed: string): object | undefined {
  try {
    const value: unknown = JSON.parse(typed);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
