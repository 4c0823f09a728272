/**
 * What free text may hold. Control characters are typed by nobody, are refused by databases (NUL), and change what a page,
 * a mail or a terminal shows.
 */

/** Tab and line breaks are what a text of several lines is made of. */
const control = /(?![\t\n\r])\p{Cc}/u;

/** Whether `text` holds a control character other than tab and line breaks: no field of a form or parameter of a request may. */
export function hasControlCharacter(text: string): boolean {
  return control.test(text);
}

/** What another system sent, without them. */
export function withoutControlCharacters(text: string): string {
  return hasControlCharacter(text)
    ? [...text].filter((character) => !hasControlCharacter(character)).join('')
    : text;
}

/** Format characters, direction overrides among them; characters that show nothing; halves of characters; private ones. */
const hidden =
  /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|\p{Default_Ignorable_Code_Point}|[\uFFFE\uFFFF]/u;

/** Whether `text` holds a character that is not seen, or that changes how others are seen. Line breaks are seen. */
export function hasHiddenCharacter(text: string): boolean {
  return hidden.test(text);
}
