/**
 * Removes secrets and identity data from log texts that other parties can influence (security.md 18 and 23). Every text
 * is cut before a pattern reads it, and every pattern is linear, because logs are written in the process that serves
 * logins.
 */
const removed = '[removed]';

/** Number of characters of a text that are read and kept. */
export const maxLoggedCharacters = 2_000;

/** Queries of addresses, which contain codes, states and hints. */
const query = /\?[^\s"'<>)\]]+/g;
const bearer = /\b(Bearer|Basic|DPoP)\s+[\w.~+/=-]+/gi;
/** Compact JWS and JWE: both begin with `eyJ`, the encoding of `{"`. */
const jose = /eyJ[\w.-]+/g;
/** Runs of at least 128 bits in base64url or hexadecimal: ids, tokens, secrets, keys. */
const longRun = /[\w-]{22,}/g;
const word = /[^\s<>"']+/g;

/** Text without queries, credentials and tokens, cut to {@link maxLoggedCharacters}. */
export function scrubText(text: string): string {
  return scrubPatterns(cut(text));
}

/** Text of an error, which may quote anything: also without mail addresses and long random values. */
export function scrubErrorText(text: string): string {
  return scrubPatterns(cut(text)).replace(word, scrubAddress).replace(longRun, scrubRun);
}

/** Removes a mail address with the text directly before it, back to the last `=`, `:` or `@`. */
function scrubAddress(text: string): string {
  let begin = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '@' && at > begin) return text.slice(0, begin) + removed;
    if ('=:@'.includes(character)) begin = at + 1;
  }
  return text;
}

/** Keeps runs between `/` or `.`: they are parts of paths and file names. */
function scrubRun(run: string, at: number, text: string): string {
  const around = text.charAt(at - 1) + text.charAt(at + run.length);
  return /[/.]/.test(around) ? run : removed;
}

function scrubPatterns(text: string): string {
  return text.replace(query, `?${removed}`).replace(bearer, `$1 ${removed}`).replace(jose, removed);
}

/** Cuts between words: the patterns would not recognise half a token or half an address. */
function cut(text: string): string {
  if (text.length <= maxLoggedCharacters) return text;
  const head = text.slice(0, maxLoggedCharacters);
  const end = Math.max(...[' ', '\n', '\t'].map((blank) => head.lastIndexOf(blank)));
  return `${end === -1 ? removed : head.slice(0, end)} [cut]`;
}
