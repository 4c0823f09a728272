/** Just enough of an HTML parser for pages without script: a tree of elements and text, entities decoded. */
export interface HtmlElement {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly parent: HtmlElement | undefined;
  readonly children: (HtmlElement | string)[];
}

const voidTags = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
/** A new one ends the open one beside it, since their end tags may be left out. */
const selfEnding = new Set(['option', 'li', 'dt', 'dd', 'tr', 'td', 'th']);

/** A browser shows these apart from what stands beside them: their words never run together. */
const apartTags = new Set(
  'address article aside blockquote br caption dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol option p pre section table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);

/** What these hold is text up to their own end tag. */
const textEnds: Readonly<Record<string, RegExp>> = {
  script: /<\/script[\s>]/i,
  style: /<\/style[\s>]/i,
  textarea: /<\/textarea[\s>]/i,
  title: /<\/title[\s>]/i,
};
const attributePattern = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;

export function parseHtml(html: string): HtmlElement {
  const root = element('#root', new Map(), undefined);
  let open: HtmlElement = root;
  let position = 0;
  for (let mark = nextMark(html, 0); mark !== undefined; mark = nextMark(html, position)) {
    addText(open, html.slice(position, mark.begin));
    position = mark.end;
    const { kind, name: tag, attributes } = mark;
    if (kind === 'end') open = close(open, tag);
    if (kind !== 'start') continue;
    if (selfEnding.has(tag) && open.tag === tag) open = open.parent ?? root;
    const made = element(tag, parseAttributes(attributes), open);
    open.children.push(made);
    const textEnd = textEnds[tag];
    if (textEnd !== undefined) {
      const end = html.slice(position).search(textEnd);
      const until = end === -1 ? html.length : position + end;
      const raw = html.slice(position, until);
      // The first line break inside a text area is not part of it.
      made.children.push(tag === 'script' || tag === 'style' ? raw : decode(raw.replace(/^\r?\n/, '')));
      position = until;
      open = made;
    } else if (!voidTags.has(tag)) open = made;
  }
  addText(open, html.slice(position));
  return root;
}

interface Mark {
  readonly kind: 'start' | 'end' | 'other';
  /** In small letters; empty for comments and declarations. */
  readonly name: string;
  readonly attributes: string;
  readonly begin: number;
  readonly end: number;
}

const tagName = /^[a-z][^\s/>]*/i;

/** The next tag, comment or declaration. Each character is looked at once: pages are strangers' and long. */
function nextMark(html: string, from: number): Mark | undefined {
  for (let begin = html.indexOf('<', from); begin !== -1; begin = html.indexOf('<', begin + 1)) {
    const next = html[begin + 1] ?? '';
    if (next === '!') return skipDeclaration(html, begin);
    const nameAt = next === '/' ? begin + 2 : begin + 1;
    if (!/^[a-z]$/i.test(html[nameAt] ?? '')) continue;
    const end = next === '/' ? html.indexOf('>', nameAt) : endOfTag(html, nameAt);
    // As browsers do: a tag that never ends takes the rest of the page with it.
    if (end === -1) return { kind: 'other', name: '', attributes: '', begin, end: html.length };
    const inside = html.slice(nameAt, end);
    const name = tagName.exec(inside)?.[0] ?? '';
    const kind = next === '/' ? 'end' : 'start';
    return { kind, name: name.toLowerCase(), attributes: inside.slice(name.length), begin, end: end + 1 };
  }
  return undefined;
}

function skipDeclaration(html: string, begin: number): Mark {
  const mark = html.startsWith('<!--', begin) ? '-->' : '>';
  const found = html.indexOf(mark, begin + (mark === '>' ? 2 : 4));
  const end = found === -1 ? html.length : found + mark.length;
  return { kind: 'other', name: '', attributes: '', begin, end };
}

/** Place of the `>` that no quotes hold. */
function endOfTag(html: string, from: number): number {
  let quote = '';
  for (let at = from; at < html.length; at += 1) {
    const character = html[at] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at;
  }
  return -1;
}

function element(
  tag: string,
  attributes: ReadonlyMap<string, string>,
  parent: HtmlElement | undefined,
): HtmlElement {
  return { tag, attributes, parent, children: [] };
}

function addText(open: HtmlElement, text: string): void {
  if (text !== '') open.children.push(decode(text));
}

/** The element that is open after this end tag; one that nothing opened is ignored. */
function close(open: HtmlElement, tag: string): HtmlElement {
  for (let each: HtmlElement | undefined = open; each !== undefined; each = each.parent) {
    if (each.tag === tag) return each.parent ?? each;
  }
  return open;
}

function parseAttributes(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single, bare] of text.matchAll(attributePattern)) {
    const key = name.toLowerCase();
    if (!attributes.has(key)) attributes.set(key, decode(double ?? single ?? bare ?? ''));
  }
  return attributes;
}

const named = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\u00a0'],
]);

function decode(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return named.get(name) ?? whole;
    return String.fromCodePoint(Number.parseInt(hex ?? decimal, hex === undefined ? 10 : 16));
  });
}

/** All elements under `root`, in document order. */
export function elementsOf(root: HtmlElement): readonly HtmlElement[] {
  return root.children.flatMap((child) => (typeof child === 'string' ? [] : [child, ...elementsOf(child)]));
}

/** The visible text, blanks joined; scripts and styles say nothing. */
export function textOf(from: HtmlElement): string {
  return rawText(from).replace(/\s+/g, ' ').trim();
}

export function rawText(from: HtmlElement): string {
  if (from.tag === 'script' || from.tag === 'style') return '';
  const text = from.children.map((child) => (typeof child === 'string' ? child : rawText(child))).join('');
  return apartTags.has(from.tag) ? ` ${text} ` : text;
}
