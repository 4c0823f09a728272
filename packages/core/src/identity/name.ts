/** Longest value of a name, in characters. */
const longest = 256;

/**
 * Latin letters with the diacritics and ligatures of French civil status (circular of 23 July 2014), both cases,
 * joined by spaces, hyphens and apostrophes, straight or typographic.
 */
const allowed = /^[A-Za-zÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸÆŒàâäçéèêëîïôöùûüÿæœ '’-]+$/;
const letter = /\p{L}/u;

/** Whether `name` (in NFC) may stand as a civil name: 1 to 256 allowed characters, at least one of them a letter. */
export function isCivilName(name: string): boolean {
  return name.length <= longest && allowed.test(name) && letter.test(name);
}
