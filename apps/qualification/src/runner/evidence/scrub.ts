/**
 * Evidence goes into reports that are mailed and archived: no code, token, secret or session travels there
 * (security.md 18). Addresses keep the names of their parameters, texts lose what looks random.
 */

const maxPath = 400;
const mostParameters = 30;

/** An address with its path and the names of its parameters. */
export function scrubUrl(address: string): string {
  const url = URL.parse(address);
  if (url === null) return '(no address)';
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return `${url.protocol}…`;
  const names = [...new Set(url.searchParams.keys())]
    .slice(0, mostParameters)
    .map((name) => `${scrubText(name).slice(0, 60)}=…`);
  const path = `${url.origin}${scrubText(url.pathname.slice(0, maxPath))}`;
  return names.length === 0 ? path : `${path}?${names.join('&')}`;
}

/** Compact JWS and JWE, also when a page breaks them into pieces at their dots. */
export const josePattern = 'eyJ[\\w-]{8,}(?:\\.[\\w-]*)*';
/** 128 bits and more in base64url or hexadecimal: random when there are digits and letters in it, else a word. */
export const runPattern = '[\\w-]{22,}';

const jose = new RegExp(josePattern, 'g');
const longRun = new RegExp(runPattern, 'g');

export function scrubText(text: string): string {
  return text
    .replace(jose, '[token]')
    .replace(longRun, (run) => (/\d/.test(run) && /[A-Za-z]/.test(run) ? '[…]' : run));
}

const maxPageText = 2_000;

/** Text of a page as it may stand in a report. */
export function pageExcerpt(text: string): string {
  return scrubText(text.slice(0, maxPageText * 4))
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n')
    .slice(0, maxPageText);
}
