const allowedProtocols = new Set(['http:', 'https:', 'mailto:']);
/** Base for resolving relative addresses; `.invalid` is never a real site (RFC 6761 §6.4). */
const base = 'https://relative.invalid';

/**
 * The address when it is safe in a page, else undefined. Safe: absolute http, https or mailto, or relative to this site.
 * Refused: `javascript:` in every spelling, and `//host` or `/\host`, which look relative but lead to another site.
 */
export function safeHref(url: string | undefined): string | undefined {
  if (url === undefined || url === '') return undefined;
  // Browsers ignore tabs and line breaks in a scheme and spaces around it, so "java\nscript:" would run.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (/[\u0000-\u0020\u007f]/.test(url)) return undefined;
  if (/^[/\\]{2}/.test(url)) return undefined;
  if (!URL.canParse(url, base)) return undefined;
  const parsed = new URL(url, base);
  if (!allowedProtocols.has(parsed.protocol)) return undefined;
  const relative = !URL.canParse(url);
  if (relative && parsed.origin !== base) return undefined;
  return url;
}
