/** A name as it may be shown to others: one line, no control or direction-changing characters; undefined when it is none. */
export function parseName(text: string, longest = 100): string | undefined {
  const name = text.replace(/\s+/gu, ' ').trim().normalize('NFC');
  if (name === '' || [...name].length > longest || /[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/u.test(name)) return undefined;
  return name;
}
