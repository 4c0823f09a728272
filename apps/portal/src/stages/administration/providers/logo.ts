/** Logos of providers: PNG, or SVG that can only draw (security.md 16). */
import type { Provider } from '@garance/core';
import { documentTypeOf } from '../../../objects/attachment/attachment-content.ts';
import { createDrawnElements } from './drawn-elements.ts';

type Logo = NonNullable<Provider['logo']>;

/** Bytes. The logo's base64 must stay below 64,000 characters. */
export const maxLogoBytes = 47_000;

/** Reads a logo from a file; undefined when it is neither type, or an SVG that can do more than draw. */
export async function readLogo(bytes: Uint8Array): Promise<Logo | undefined> {
  if (bytes.byteLength === 0 || bytes.byteLength > maxLogoBytes) return undefined;
  const base64 = Buffer.from(bytes).toString('base64');
  if ((await documentTypeOf(bytes)) === 'image/png') return { mediaType: 'image/png', base64 };
  return isDrawing(bytes) ? { mediaType: 'image/svg+xml', base64 } : undefined;
}

const elements = new Set(
  `svg g path circle rect ellipse line polyline polygon title desc defs linearGradient radialGradient stop clipPath
   mask symbol use text tspan`.split(/\s+/),
);
const prologue = /^(?:\uFEFF)?(?:<\?xml [^<>?]*\?>)?/;
const tag = /<(\/?)([A-Za-z]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const attribute = /\s+([\w:.-]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/gy;

/** Maximum depth of nested elements. */
const maxDepth = 64;
/** Accepts drawing elements and attributes only: no reference, link, declaration or script. */
function isDrawing(bytes: Uint8Array): boolean {
  const text = decodeUtf8(bytes);
  const source = text === undefined ? undefined : withoutComments(text.replace(prologue, ''))?.trim();
  if (source === undefined || source === '') return false;
  const open: string[] = [];
  const drawn = createDrawnElements();
  let at = 0;
  while (at < source.length) {
    tag.lastIndex = at;
    const read = source[at] === '<' ? tag.exec(source) : null;
    if (read === null) {
      // Text is allowed within an element only, and no entity, which could hide a refused word.
      if (source[at] === '<' || open.length === 0 || source[at] === '&') return false;
      at += 1;
      continue;
    }
    const [whole, closing, name = '', attributes = '', selfClosing] = read;
    if (!elements.has(name) || (open.length === 0 && (at > 0 || name !== 'svg'))) return false;
    if (closing === '/') {
      if (open.pop() !== name) return false;
      drawn.close();
    } else {
      const pairs = [...attributes.matchAll(attribute)].map(
        ([, key = '', a, b]) => [key, a ?? b ?? ''] as const,
      );
      if (!pairs.every(([key, value]) => isHarmless(key, value)) || open.length >= maxDepth) return false;
      drawn.open(pairs);
      if (selfClosing === '/') drawn.close();
      else open.push(name);
    }
    at += whole.length;
  }
  return open.length === 0 && drawn.areFew();
}

/** Undefined when a comment is not closed. */
function withoutComments(source: string): string | undefined {
  const kept: string[] = [];
  let at = 0;
  for (let begin = source.indexOf('<!--'); begin !== -1; begin = source.indexOf('<!--', at)) {
    const end = source.indexOf('-->', begin + 4);
    if (end === -1) return undefined;
    kept.push(source.slice(at, begin));
    at = end + 3;
  }
  return kept.join('') + source.slice(at);
}

function isHarmless(name: string, value: string): boolean {
  const key = name.toLowerCase();
  if (key === 'xmlns') return value === 'http://www.w3.org/2000/svg';
  if (key === 'xmlns:xlink') return value === 'http://www.w3.org/1999/xlink';
  if (value.includes('&') || value.includes('\\')) return false;
  if (key.startsWith('on') || key === 'style' || key.startsWith('xml:base')) return false;
  if (key === 'href' || key === 'xlink:href') return value.startsWith('#');
  const withoutOwn = value.replaceAll(/url\(#[\w.-]+\)/g, '');
  return !/url\s*\(|script:|data:/i.test(withoutOwn);
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
