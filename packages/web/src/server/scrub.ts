/**
 * What may stand in a log of a text that others had a say in (security.md 18 and 23). Every text is cut before a pattern
 * sees it, and every pattern takes time in proportion to the text alone: the log is written in the process that serves
 * logins.
 */
const removed = '[removed]';

/** Characters of one text that are looked at and kept. */
export const maxLoggedCharacters = 2_000;

/** Queries of addresses: codes, states and hints travel there. */
const query = /\?[^\s"'<>)\]]+/g;
const bearer = /\b(Bearer|Basic|DPoP)\s+[\w.~+/=-]+/gi;
/** Compact JWS and JWE. No word of a language begins so: nothing more is asked of it, so that one reading is enough. */
const jose = /eyJ[\w.-]+/g;
/** 128 bits and more in base64url or hexadecimal: ids, tokens, secrets, keys. */
const longRun = /[\w-]{22,}/g;
const word = /[^\s<>"']+/g;

/** Text without what could be a query, credential or token, cut to {@link maxLoggedCharacters}. */
export function scrubText(text: string): string {
  return scrubPatterns(cut(text));
}

/** Text of an error, which may quote anything: also without mail addresses and long random values. */
export function scrubErrorText(text: string): string {
  return scrubPatterns(cut(text)).replace(word, scrubAddress).replace(longRun, scrubRun);
}

/** A mail address with what is written up to it: from the last `=`, `:` or `@` on. */
function scrubAddress(text: string): string {
  let begin = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '@' && at > begin) return text.slice(0, begin) + removed;
    if ('=:@'.includes(character)) begin = at + 1;
  }
  return text;
}

/** Paths and names of files are broken up by `/` and `.`. */
function scrubRun(run: string, at: number, text: string): string {
  const around = text.charAt(at - 1) + text.charAt(at + run.length);
  return /[/.]/.test(around) ? run : removed;
}

function scrubPatterns(text: string): string {
  return text.replace(query, `?${removed}`).replace(bearer, `$1 ${removed}`).replace(jose, removed);
}

/** Cuts between words: half a token or half an address would no longer be known for what it is. */
function cut(text: string): string {
  if (text.length <= maxLoggedCharacters) return text;
  const head = text.slice(0, maxLoggedCharacters);
  const end = Math.max(...[' ', '\n', '\t'].map((blank) => head.lastIndexOf(blank)));
  return `${end === -1 ? removed : head.slice(0, end)} [cut]`;
}
