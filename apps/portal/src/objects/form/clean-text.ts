/** Makes line breaks uniform and removes invisible characters, NUL included, which the database does not store. */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{C}\n\t]/gu, '')
    .trim();
}
