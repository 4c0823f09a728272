const removed = '[removed]';

/** Queries of addresses: codes, states and hints travel there. */
const query = /\?[^\s"'<>)\]]+/g;
const bearer = /\b(Bearer|Basic|DPoP)\s+[\w.~+/=-]+/gi;
/** Compact JWS and JWE. */
const jose = /\beyJ[\w-]+\.[\w.-]*/g;
/** 128 bits and more in base64url or hexadecimal: ids, tokens, secrets, keys. Paths and words are broken up by `/`, `.` or blanks. */
const longRun = /(?<![\w/.-])[\w-]{22,}(?![\w/.-])/g;
const mail = /[^\s<>"'=:]+@[^\s<>"']+\.[^\s<>"']+/g;

/** Text without what could be a query, credential or token. */
export function scrubText(text: string): string {
  return text.replace(query, `?${removed}`).replace(bearer, `$1 ${removed}`).replace(jose, removed);
}

/** Text of an error, which may quote anything: also without mail addresses and long random values. */
export function scrubErrorText(text: string): string {
  return scrubText(text).replace(mail, removed).replace(longRun, removed);
}
