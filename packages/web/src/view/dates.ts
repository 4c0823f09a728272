import type { Locale } from './locale.ts';

const parisTime = 'Europe/Paris';

/** Intl formatters are slow to create and can be shared. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string, locale: Locale): Intl.DateTimeFormat {
  const key = `${locale}|${timeZone}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale === 'fr' ? 'fr-FR' : 'en-GB', {
    timeZone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formatters.set(key, made);
  return made;
}

function dateParts(locale: Locale, epochMs: number, timeZone: string) {
  const parts = formatter(timeZone, locale).formatToParts(epochMs);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((candidate) => candidate.type === type)?.value ?? '';
  return {
    day: part('day'),
    month: part('month'),
    year: part('year'),
    hour: part('hour'),
    minute: part('minute'),
  };
}

/**
 * A date written out: "3 novembre 2026", "1er novembre 2026", "3 November 2026".
 * @param epochMs milliseconds since the Unix epoch
 * @param timeZone IANA name; default Europe/Paris
 */
export function formatDate(locale: Locale, epochMs: number, timeZone: string = parisTime): string {
  const { day, month, year } = dateParts(locale, epochMs, timeZone);
  return `${locale === 'fr' && day === '1' ? '1er' : day} ${month} ${year}`;
}

/**
 * Date and time written out: "3 novembre 2026 à 10 h 05", "3 November 2026 at 10:05".
 * @param epochMs milliseconds since the Unix epoch
 * @param timeZone IANA name; default Europe/Paris
 */
export function formatDateTime(locale: Locale, epochMs: number, timeZone: string = parisTime): string {
  const { hour, minute } = dateParts(locale, epochMs, timeZone);
  const date = formatDate(locale, epochMs, timeZone);
  return locale === 'fr' ? `${date} à ${Number(hour)} h ${minute}` : `${date} at ${hour}:${minute}`;
}
