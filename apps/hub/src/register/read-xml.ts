/**
 * Reads a small XML document into elements with resolved namespaces, so that the meaning does not depend on prefixes.
 * Safe for untrusted XML: no DTD, bounded size and depth, one encoding.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';

export interface XmlElement {
  /** Empty string for an element without a namespace. */
  readonly namespace: string;
  readonly name: string;
  /** Decoded values by the name as written, including its prefix. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Decoded text of the element itself; comments inside do not split it. */
  readonly text: string;
  /** Whether it has no value by XML Schema (`xsi:nil`). */
  readonly isNil: boolean;
}

/**
 * Namespaces by prefix, the default one under the empty prefix: those declared by an element, then those of its
 * ancestors.
 */
interface Scope {
  readonly declared: ReadonlyMap<string, string>;
  readonly outer?: Scope;
}

const xsi = 'http://www.w3.org/2001/XMLSchema-instance';
const reserved: Scope = { declared: new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]) };

/** The reader recurses once per level; the register's answers have seven. */
const maxDepth = 16;

const attributesKey = ':@';
const textKey = '#text';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
});

/**
 * Entities are declared in a DOCTYPE only: without one, nothing can expand or load external content (XXE, "billion
 * laughs").
 */
const declarations = /<!(?:DOCTYPE|ENTITY)/i;
/** Characters that XML forbids (§2.2), and the replacement character of invalid UTF-8. */
// check-patterns: single characters, nothing is repeated.
const forbidden = /[\p{Cc}--[\t\n\r]]|[\uFFFD-\uFFFF]/v;

/** The root element; undefined when `xml` is longer than `maxLength`, not well-formed, has a DTD or is not UTF-8. Never throws. */
export function readXml(xml: string, maxLength: number): XmlElement | undefined {
  if (xml.length > maxLength || declarations.test(xml) || forbidden.test(xml)) return undefined;
  try {
    if (XMLValidator.validate(xml) !== true) return undefined;
    const nodes = nodesOf(parser.parse(xml));
    return isUtf8(nodes) ? rootOf(nodes) : undefined;
  } catch {
    return undefined;
  }
}

type Node = Readonly<Record<string, unknown>>;

/**
 * The parser's content of an element. Checked by hand instead of by a schema, because it runs for each element in a
 * login.
 */
function nodesOf(content: unknown): readonly Node[] {
  return Array.isArray(content) ? content.filter(isRecord) : [];
}

function isRecord(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

function attributesOf(node: Node): readonly (readonly [name: string, value: string])[] {
  const attributes = node[attributesKey];
  if (!isRecord(attributes)) return [];
  return Object.entries(attributes).map(([name, value]) => [name, decodeText(String(value))]);
}

/** The body was decoded as UTF-8, which is also the encoding of a document without a declaration. */
function isUtf8(nodes: readonly Node[]): boolean {
  const declaration = nodes.find((node) => '?xml' in node);
  const encoding = new Map(declaration && attributesOf(declaration)).get('encoding') ?? 'UTF-8';
  return encoding.toUpperCase() === 'UTF-8';
}

function rootOf(nodes: readonly Node[]): XmlElement | undefined {
  const roots = nodes.filter((node) => tagOf(node) !== undefined);
  const [root] = roots;
  return root === undefined || roots.length > 1 ? undefined : elementOf(root, reserved, 1);
}

/** Undefined for text and processing instructions. */
function tagOf(node: Node): string | undefined {
  return Object.keys(node).find((key) => key !== attributesKey && key !== textKey && !key.startsWith('?'));
}

/** @throws Error for an undeclared prefix, or too deep nesting */
function elementOf(node: Node, outer: Scope, depth: number): XmlElement {
  const tag = tagOf(node);
  if (tag === undefined || depth > maxDepth) throw new Error('no element');
  const attributes = attributesOf(node);
  const scope = extend(outer, attributes);
  const content = nodesOf(node[tag]);
  return {
    ...resolve(tag, scope),
    attributes: new Map(attributes),
    children: content
      .filter((child) => tagOf(child) !== undefined)
      .map((child) => elementOf(child, scope, depth + 1)),
    text: content.map((child) => decodeText(String(child[textKey] ?? ''))).join(''),
    isNil: attributes.some(([name, value]) => isNilAttribute(name, value, scope)),
  };
}

/** The scope with the declarations of one element (Namespaces in XML 1.0 §3). */
function extend(outer: Scope, attributes: ReturnType<typeof attributesOf>): Scope {
  const declared = new Map<string, string>();
  for (const [name, value] of attributes) {
    if (name === 'xmlns') declared.set('', value);
    else if (name.startsWith('xmlns:')) declared.set(name.slice('xmlns:'.length), value);
  }
  return declared.size === 0 ? outer : { declared, outer };
}

/** At most `maxDepth` steps: scopes are linked, not copied. */
function namespaceOf(prefix: string, scope: Scope): string | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const found = at.declared.get(prefix);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** @throws Error for an undeclared prefix, or a name of three parts */
function resolve(tag: string, scope: Scope): Pick<XmlElement, 'namespace' | 'name'> {
  const [first = '', second, ...more] = tag.split(':');
  if (second === undefined) return { namespace: namespaceOf('', scope) ?? '', name: first };
  const namespace = namespaceOf(first, scope);
  if (namespace === undefined || namespace === '' || more.length > 0) throw new Error('undeclared prefix');
  return { namespace, name: second };
}

function isNilAttribute(name: string, value: string, scope: Scope): boolean {
  const [prefix = '', local] = name.split(':');
  return local === 'nil' && namespaceOf(prefix, scope) === xsi && (value === 'true' || value === '1');
}

const predefined: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Decodes the five predefined entities and character references (XML §4.1, §4.6) in one pass, so that the result is not
 * decoded again.
 */
function decodeText(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(#\d{1,7}|#x[\dA-Fa-f]{1,6}|amp|lt|gt|quot|apos);/g, (whole, name: string) => {
    if (!name.startsWith('#')) return predefined[name] ?? whole;
    const point = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
