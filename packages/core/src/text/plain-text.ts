/**
 * Characters allowed in free text. Control characters cannot be typed, databases refuse some (NUL), and they change what a
 * page, a mail or a terminal shows.
 */

/** Tab and line breaks are allowed. */
const control = /(?![\t\n\r])\p{Cc}/u;

/** Whether `text` contains a control character other than tab and line breaks. Form fields and parameters must not. */
export function hasControlCharacter(text: string): boolean {
  return control.test(text);
}

/** Text from another system, with its control characters removed. */
export function withoutControlCharacters(text: string): string {
  return hasControlCharacter(text)
    ? [...text].filter((character) => !hasControlCharacter(character)).join('')
    : text;
}

/** Format characters (direction overrides included), invisible characters, unpaired surrogates and private-use characters. */
const hidden =
  /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|\p{Default_Ignorable_Code_Point}|[\uFFFE\uFFFF]/u;

/** Whether `text` contains a character that is invisible or that changes how others are shown. Line breaks are allowed. */
export function hasHiddenCharacter(text: string): boolean {
  return hidden.test(text);
}
