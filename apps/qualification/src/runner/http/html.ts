/** Just enough of an HTML parser for pages without script: a tree of elements and text, entities decoded. */
export interface HtmlElement {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly parent: HtmlElement | undefined;
  readonly children: (HtmlElement | string)[];
}

const voidTags = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
/** What these hold is text up to their own end tag. */
const textTags = new Set(['script', 'style', 'textarea', 'title']);
/** A new one ends the open one beside it, since their end tags may be left out. */
const selfEnding = new Set(['option', 'li', 'dt', 'dd', 'tr', 'td', 'th']);

/** A browser shows these apart from what stands beside them: their words never run together. */
const apartTags = new Set(
  'address article aside blockquote br caption dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol option p pre section table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);

const tagPattern =
  /<!--[\s\S]*?(?:-->|$)|<!([^>]*)>|<\/([a-z][^\s/>]*)[^>]*>|<([a-z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/gi;
const attributePattern = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;

export function parseHtml(html: string): HtmlElement {
  const root = element('#root', new Map(), undefined);
  let open: HtmlElement = root;
  let position = 0;
  tagPattern.lastIndex = 0;
  for (let match = tagPattern.exec(html); match !== null; match = tagPattern.exec(html)) {
    addText(open, html.slice(position, match.index));
    position = tagPattern.lastIndex;
    const endTag = match[2]?.toLowerCase();
    const startTag = match[3]?.toLowerCase();
    if (endTag !== undefined) open = close(open, endTag);
    if (startTag === undefined) continue;
    if (selfEnding.has(startTag) && open.tag === startTag) open = open.parent ?? root;
    const made = element(startTag, parseAttributes(match[4] ?? ''), open);
    open.children.push(made);
    if (textTags.has(startTag)) {
      const end = html.slice(position).search(new RegExp(`</${startTag}[\\s>]`, 'i'));
      const until = end === -1 ? html.length : position + end;
      const raw = html.slice(position, until);
      // The first line break inside a text area is not part of it.
      made.children.push(
        startTag === 'script' || startTag === 'style' ? raw : decode(raw.replace(/^\r?\n/, '')),
      );
      position = until;
      tagPattern.lastIndex = until;
      open = made;
    } else if (!voidTags.has(startTag)) open = made;
  }
  addText(open, html.slice(position));
  return root;
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
