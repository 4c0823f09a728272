/** Small languages of textareas. */

/**
 * `name = value`, one a line; undefined when a line is none, or a name is there twice. `split` says which equals sign
 * ends the name where there are several.
 */
export function readLines(
  text: string,
  split: 'first' | 'last' = 'first',
): Readonly<Record<string, string>> | undefined {
  const read = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue;
    const at = split === 'first' ? line.indexOf('=') : line.lastIndexOf('=');
    const name = line.slice(0, Math.max(at, 0)).trim();
    if (at < 1 || name === '' || read.has(name)) return undefined;
    read.set(name, line.slice(at + 1).trim());
  }
  return Object.fromEntries(read);
}

export function writeLines(entries: Readonly<Record<string, string>>): string {
  return Object.entries(entries)
    .map(([name, value]) => `${name} = ${value}`)
    .join('\n');
}

/** Undefined for what is no JSON object. */
export function parseJsonObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
