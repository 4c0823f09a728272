/** A page as a browser without script sees it: parsed by parse5, within limits, since pages are untrusted. */
import { type AnyNode, type Document, type Element, isTag, isText } from 'domhandler';
import { getOuterHTML } from 'domutils';
import { parse } from 'parse5';
import { adapter, type Htmlparser2TreeAdapterMap } from 'parse5-htmlparser2-tree-adapter';
import { BrokeOff } from './broke-off.ts';

export type HtmlElement = Element;

export interface HtmlDocument {
  readonly root: Document;
  /** In document order, without the content of a `template`, which is not part of the page. */
  readonly elements: readonly HtmlElement[];
  /** The first element of each `id`. */
  readonly ids: ReadonlyMap<string, HtmlElement>;
  /** The form to which the parser bound a control, also when a misplaced table separates them in the tree. */
  readonly parsedForms: ReadonlyMap<HtmlElement, HtmlElement>;
}

/** Limits far above any real page; they bound the work and the recursion of everything that reads the tree. */
export const maxElements = 100_000;
export const maxDepth = 1_000;

/** Elements that browsers display apart from their neighbours: their texts are separated by a blank. */
const apartTags = new Set(
  'address article aside blockquote br caption dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol option p pre section table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);
const silentTags = new Set(['script', 'style', 'template']);

/** @throws BrokeOff for a page with too many elements, or nested too deeply */
export function parseHtml(html: string): HtmlDocument {
  const parsedForms = new Map<HtmlElement, HtmlElement>();
  let created = 0;
  const root = parse<Htmlparser2TreeAdapterMap>(html, {
    scriptingEnabled: false,
    treeAdapter: {
      ...adapter,
      createElement(...parts) {
        created += 1;
        if (created > maxElements) throw new BrokeOff(`a page of more than ${maxElements} elements`);
        return adapter.createElement(...parts);
      },
      onElementCreated(element, { formElement, isInTemplate }) {
        if (formElement !== null && !isInTemplate) parsedForms.set(element, formElement);
      },
    },
  });
  const elements = listElements(root);
  const ids = new Map<string, HtmlElement>();
  for (const element of elements) {
    const { id } = element.attribs;
    if (id !== undefined && !ids.has(id)) ids.set(id, element);
  }
  return { root, elements, ids, parsedForms };
}

/** Iterative instead of recursive: the depth has not been checked yet. */
function listElements(root: Document): readonly HtmlElement[] {
  const elements: HtmlElement[] = [];
  const open: { readonly node: AnyNode; readonly depth: number }[] = [{ node: root, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth } = next;
    if (depth > maxDepth) throw new BrokeOff(`a page nested deeper than ${maxDepth} elements`);
    if (isTag(node)) elements.push(node);
    for (const child of childrenOf(node).toReversed()) open.push({ node: child, depth: depth + 1 });
  }
  return elements;
}

function childrenOf(node: AnyNode): readonly AnyNode[] {
  const isTemplate = isTag(node) && node.name === 'template';
  return 'children' in node && !isTemplate ? node.children : [];
}

/**
 * A value that each element inherits from its ancestors, computed in one pass over the page.
 *
 * @param own value of an element, given its parent's; `around` returns the value of any earlier element
 */
export function inherit<T>(
  { elements }: HtmlDocument,
  own: (
    element: HtmlElement,
    inherited: T | undefined,
    around: (outer: AnyNode | null) => T | undefined,
  ) => T | undefined,
): (element: HtmlElement) => T | undefined {
  const known = new Map<AnyNode | null, T | undefined>();
  const around = (outer: AnyNode | null) => known.get(outer);
  for (const element of elements) known.set(element, own(element, around(element.parent), around));
  return around;
}

/** The nearest element of this name: the element itself or an ancestor. */
export function nearest(page: HtmlDocument, tag: string): (element: HtmlElement) => HtmlElement | undefined {
  return inherit<HtmlElement>(page, (element, inherited) => (element.name === tag ? element : inherited));
}

/** All elements under `from`, in document order. */
export function elementsOf(from: AnyNode): readonly HtmlElement[] {
  return childrenOf(from).flatMap((child) => (isTag(child) ? [child, ...elementsOf(child)] : []));
}

type IsApart = (tag: string) => boolean;
const asShown: IsApart = (tag) => apartTags.has(tag);

/**
 * The visible text, with blanks collapsed; without scripts and styles.
 *
 * @param isApart elements whose text is separated from that of their neighbours
 */
export function textOf(from: AnyNode, isApart: IsApart = asShown): string {
  return rawText(from, isApart).replace(/\s+/g, ' ').trim();
}

export function rawText(from: AnyNode, isApart: IsApart = asShown): string {
  if (isText(from)) return from.data;
  const tag = isTag(from) ? from.name : '';
  if (silentTags.has(tag)) return '';
  const text = childrenOf(from)
    .map((child) => rawText(child, isApart))
    .join('');
  return isApart(tag) ? ` ${text} ` : text;
}

/** The element as markup. */
export function markupOf(element: HtmlElement): string {
  return getOuterHTML(element, { encodeEntities: 'utf8' });
}

/** Base address of the page's links and forms (HTML Standard, `base`). */
export function baseOf({ elements }: HtmlDocument, url: URL): URL {
  const base = elements.find(({ name, attribs }) => name === 'base' && attribs.href !== undefined);
  const found = URL.parse(base?.attribs.href ?? '', url.href);
  return found !== null && /^https?:$/.test(found.protocol) ? found : url;
}
