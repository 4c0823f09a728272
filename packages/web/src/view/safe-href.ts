const allowedProtocols = new Set(['http:', 'https:', 'mailto:']);
/** Only there to resolve relative addresses; `.invalid` can never be a real site (RFC 6761 §6.4). */
const base = 'https://relative.invalid';

/**
 * The address when it is safe to put into a page, else undefined: absolute http, https or mailto, or relative to this
 * very site. Refuses `javascript:` and its disguises, and `//host`, `/\host` which leave the site while looking relative.
 */
export function safeHref(url: string | undefined): string | undefined {
  if (url === undefined || url === '') return undefined;
  // Browsers drop tabs and line breaks inside a scheme and blanks around it, so "java\nscript:" would run.
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
