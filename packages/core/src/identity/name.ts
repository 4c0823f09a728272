/** Longest value of a name, in UTF-16 code units. */
const longest = 256;

/**
 * Letters of Latin script, each followed by at most four combining marks (those that NFC could not compose), joined by
 * spaces, hyphens (U+002D, U+2010, U+2011), apostrophes (U+0027, U+2019) and full stops. Only visible marks of the
 * script "Inherited" are allowed. The alternatives start with disjoint characters, so matching is linear.
 */
const allowed =
  // check-patterns: alternatives that begin with characters of their own, and a bounded inner repetition; time test beside it.
  /^(?:[\p{L}&&\p{Script=Latin}][[\p{Mn}&&\p{Script=Inherited}]--\p{Default_Ignorable_Code_Point}]{0,4}|[ \-\u2010\u2011'\u2019.])+$/v;
const letter = /\p{L}/u;

/** Whether `name` (in NFC) is accepted as a civil name: 1 to 256 allowed characters, at least one of them a letter. */
export function isCivilName(name: string): boolean {
  return name.length <= longest && allowed.test(name) && letter.test(name);
}
