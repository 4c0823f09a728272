/**
 * Evidence goes into reports that are mailed and archived: no code, token, secret or session travels there
 * (security.md 18). Addresses keep the names of their parameters, texts lose what looks random.
 */

/** An address with its path and the names of its parameters. */
export function scrubUrl(address: string): string {
  const url = URL.parse(address);
  if (url === null) return '(no address)';
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return `${url.protocol}…`;
  const names = [...new Set(url.searchParams.keys())].map((name) => `${scrubText(name).slice(0, 60)}=…`);
  const path = `${url.origin}${scrubText(url.pathname)}`;
  return names.length === 0 ? path : `${path}?${names.join('&')}`;
}

/** Compact JWS and JWE, also when a page breaks them into pieces at their dots. */
export const josePattern = 'eyJ[\\w-]{8,}(?:\\.[\\w-]*)*';
/** 128 bits and more in base64url or hexadecimal, when they are no word: codes, sessions, identifiers, keys. */
export const randomPattern = '(?=[\\w-]*\\d)(?=[\\w-]*[A-Za-z])[\\w-]{22,}';

const jose = new RegExp(josePattern, 'g');
const random = new RegExp(`(?<![\\w-])${randomPattern}(?![\\w-])`, 'g');

export function scrubText(text: string): string {
  return text.replace(jose, '[token]').replace(random, '[…]');
}

const maxPageText = 2_000;

/** Text of a page as it may stand in a report. */
export function pageExcerpt(text: string): string {
  return scrubText(text.slice(0, maxPageText * 4))
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n')
    .trim()
    .slice(0, maxPageText);
}
