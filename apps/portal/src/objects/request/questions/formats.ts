import { parsePublicName } from '@garance/core';
import { parseSiret } from '../../organisation/siret.ts';
import type { Format } from './field.ts';

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

function isWebAddress(text: string): boolean {
  if (/\s/.test(text) || !URL.canParse(text)) return false;
  const { protocol, username, password, hostname } = new URL(text);
  const web = protocol === 'https:' || protocol === 'http:';
  return web && username === '' && password === '' && hostname.includes('.');
}

const checks: Readonly<Record<Format, (text: string) => boolean>> = {
  email: (text) => /^[^\s@<>"(),:;\\[\]]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(text),
  'web-address': isWebAddress,
  siret: (text) => parseSiret(text) !== undefined,
  phone: (text) => /^\+?\d{8,15}$/.test(compact(text)),
  'french-mobile': isFrenchMobile,
  date: (text) => parseDay(text) !== undefined,
  'public-name': (text) => parsePublicName(text, 200).ok,
};

export function hasFormat(format: Format, text: string): boolean {
  return checks[format](text);
}

/** A whole number as people write it, blanks between thousands included; undefined when it is none. */
export function parseWhole(text: string): number | undefined {
  const digits = text.replace(/[\s\u00a0\u202f]/g, '');
  return /^\d{1,12}$/.test(digits) ? Number(digits) : undefined;
}
