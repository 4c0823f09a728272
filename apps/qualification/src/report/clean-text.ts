/**
 * Text of a service under test goes into reports that terminals, browsers and build servers read: without control
 * characters there is nothing in it that a terminal would obey (escape sequences) or that XML 1.0 §2.2 forbids.
 */
export function cleanText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]/g, '\ufffd').toWellFormed();
}

/** The same on one line. */
export function oneLine(text: string): string {
  return cleanText(text.replace(/\s+/g, ' ')).trim();
}
