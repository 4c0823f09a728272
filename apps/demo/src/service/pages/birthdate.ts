import type { Locale } from './page.tsx';

/**
 * A birth date written out, presumed ones included: day or month `00` is unknown.
 * Text in another form than `YYYY-MM-DD` is returned unchanged.
 */
export function formatBirthdate(value: string, locale: Locale): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? [];
  if (year === undefined || month === undefined || day === undefined) return value;
  if (month === '00')
    return locale === 'fr' ? `en ${year}, jour et mois inconnus` : `in ${year}, day and month unknown`;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, day === '00' ? 1 : Number(day)));
  const tag = locale === 'fr' ? 'fr-FR' : 'en-GB';
  if (day === '00') {
    const text = date.toLocaleDateString(tag, { month: 'long', year: 'numeric', timeZone: 'UTC' });
    return locale === 'fr' ? `en ${text}, jour inconnu` : `in ${text}, day unknown`;
  }
  const text = date.toLocaleDateString(tag, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return locale === 'fr' && day === '01' ? text.replace(/^1 /, '1er ') : text;
}
