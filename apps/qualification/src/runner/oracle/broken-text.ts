/** Text that a program left in a page by mistake: the names of nothing, a template's holes, letters read by another table. */

const leftovers: readonly RegExp[] = [
  /\bundefined\b/,
  /\bnull\b/,
  /\bNaN\b/,
  /\bInvalid Date\b/i,
  /\[object \w{1,20}\]/,
  /\{\{ ?\w/,
  /\$\{\w/,
  /&(?:amp;)?(?:#\d{1,5}|#x[0-9a-f]{1,5}|quot|apos|amp|lt|gt|[a-z]{1,8}(?:acute|grave|circ|cedil|uml));/i,
];
/** UTF-8 read as Latin-1 or Windows-1252, and letters that could not be read at all. */
const mojibake: readonly RegExp[] = [
  /[\u00c2\u00c3\u00c5][\u0080-\u00bf\u2018-\u203a\u20ac\u2122\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc]/,
  /\u00e2(?:\u0080|\u20ac)|\u00ef\u00bf\u00bd/,
  /\ufffd/,
];

/** What is broken in the text, unless pages that everyone sees have it too: they may speak of such words. */
export function brokenIn(text: string, knownTexts: readonly string[] = []): string | undefined {
  for (const pattern of [...leftovers, ...mojibake]) {
    const found = pattern.exec(text)?.[0];
    if (found !== undefined && !knownTexts.some((known) => known.includes(found))) return found;
  }
  return undefined;
}
