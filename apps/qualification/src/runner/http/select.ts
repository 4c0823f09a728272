/** The CSS selectors that people write for one mark on a page, on the tree of `html.ts`: no pseudo-classes. */
import type { HtmlElement } from './html.ts';
import { elementsOf } from './html.ts';

type Test = (element: HtmlElement) => boolean;
interface Step {
  readonly combinator: ' ' | '>';
  readonly test: Test;
}

/** Elements that match, in document order. @throws SyntaxError for what it does not know */
export function select(root: HtmlElement, selector: string): readonly HtmlElement[] {
  const alternatives = splitOutside(selector, ',').map(parseChain);
  return elementsOf(root).filter((element) => alternatives.some((chain) => fits(element, chain)));
}

function fits(element: HtmlElement, chain: readonly Step[]): boolean {
  const last = chain.at(-1);
  if (last === undefined || !last.test(element)) return false;
  const before = chain.slice(0, -1);
  if (before.length === 0) return true;
  let parent = element.parent;
  if (last.combinator === '>') return parent !== undefined && fits(parent, before);
  for (; parent !== undefined; parent = parent.parent) if (fits(parent, before)) return true;
  return false;
}

function parseChain(text: string): readonly Step[] {
  const parts = splitOutside(splitOutside(text, '>').join(' > '), ' ').filter((part) => part !== '');
  const steps: Step[] = [];
  let combinator: Step['combinator'] = ' ';
  for (const part of parts) {
    if (part === '>') combinator = '>';
    else {
      steps.push({ combinator, test: parseCompound(part) });
      combinator = ' ';
    }
  }
  if (steps.length === 0 || combinator === '>') throw new SyntaxError(`no selector: ${text}`);
  return steps;
}

const piece =
  /(?<tag>^(?:[a-z][\w-]*|\*))|#(?<id>[\w-]+)|\.(?<className>[\w-]+)|\[(?<name>[\w:-]+)(?:(?<operator>[~|^$*]?=)(?:"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<bare>[^\]\s]+)))?\s*\]/giy;

function parseCompound(text: string): Test {
  const tests: Test[] = [];
  piece.lastIndex = 0;
  while (piece.lastIndex < text.length) {
    const groups = piece.exec(text)?.groups;
    if (groups === undefined) throw new SyntaxError(`selector not understood: ${text}`);
    tests.push(testOf(groups));
  }
  return (element) => tests.every((test) => test(element));
}

function testOf({
  tag,
  id,
  className,
  name = '',
  operator,
  ...value
}: Record<string, string | undefined>): Test {
  if (tag !== undefined) return (element) => tag === '*' || element.tag === tag.toLowerCase();
  if (id !== undefined) return ({ attributes }) => attributes.get('id') === id;
  if (className !== undefined) {
    return ({ attributes }) => (attributes.get('class') ?? '').split(/\s+/).includes(className);
  }
  const wanted = value.double ?? value.single ?? value.bare ?? '';
  return ({ attributes }) => {
    const actual = attributes.get(name.toLowerCase());
    return actual !== undefined && (operator === undefined || compare[operator]?.(actual, wanted) === true);
  };
}

const compare: Readonly<Record<string, (actual: string, wanted: string) => boolean>> = {
  '=': (actual, wanted) => actual === wanted,
  '~=': (actual, wanted) => actual.split(/\s+/).includes(wanted),
  '|=': (actual, wanted) => actual === wanted || actual.startsWith(`${wanted}-`),
  '^=': (actual, wanted) => wanted !== '' && actual.startsWith(wanted),
  '$=': (actual, wanted) => wanted !== '' && actual.endsWith(wanted),
  '*=': (actual, wanted) => wanted !== '' && actual.includes(wanted),
};

/** Splits where the separator stands outside brackets and quotes. */
function splitOutside(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let closing = '';
  for (const character of text) {
    if (closing !== '') {
      if (character === closing) closing = '';
    } else if (character === '[') closing = ']';
    if (closing === '' && character === separator) {
      parts.push(part);
      part = '';
    } else part += character;
  }
  return [...parts, part];
}
