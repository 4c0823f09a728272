/**
 * The CSS selectors that people write for an element of a page: types, ids, classes, attributes, descendants and
 * children. No pseudo-classes and no siblings, whose cost grows with the square of the page.
 */
import { compile } from 'css-select';
import { parse, type Selector } from 'css-what';
import type { AnyNode } from 'domhandler';
import type { HtmlDocument, HtmlElement } from './html.ts';

const combinators = new Set(['descendant', 'child']);
const simple = new Set(['tag', 'universal', 'attribute']);
const identifier = /^-?[\w\u0080-\uffff]/;

/** Elements that match, in document order. @throws SyntaxError for an unsupported selector */
export function select({ elements }: HtmlDocument, selector: string): readonly HtmlElement[] {
  const fits = compile<AnyNode, HtmlElement>(parseSelector(selector));
  return elements.filter(fits);
}

function parseSelector(selector: string): Selector[][] {
  const alternatives = readSelector(selector);
  const isKnown = alternatives.length > 0 && alternatives.every(isKnownChain);
  if (!isKnown) throw new SyntaxError(`selector not understood: ${selector}`);
  return alternatives;
}

function readSelector(selector: string): Selector[][] {
  try {
    return parse(selector);
  } catch {
    return [];
  }
}

/** Starts and ends with an element, and contains only the kinds listed above. */
function isKnownChain(chain: readonly Selector[]): boolean {
  const ends = [chain[0], chain.at(-1)];
  return (
    ends.every((end) => end !== undefined && simple.has(end.type)) &&
    chain.every((part) => combinators.has(part.type) || (simple.has(part.type) && hasName(part)))
  );
}

/** css-what accepts any first character as part of a name. */
function hasName(part: Selector): boolean {
  if (part.type === 'tag') return identifier.test(part.name);
  return part.type !== 'attribute' || part.ignoreCase !== 'quirks' || identifier.test(part.value);
}
