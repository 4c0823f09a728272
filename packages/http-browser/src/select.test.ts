import { expect, test } from 'vitest';
import { parseHtml } from './html.ts';
import { select } from './select.ts';

const root = parseHtml(`<header id="top"><a class="out big" href="/out">Out</a></header>
  <main><form action="/sign-out" data-kind="a b"><button>Go</button></form><p class="big"><a href="/x">x</a></p></main>`);
const tags = (selector: string) => select(root, selector).map(({ name }) => name);

test.each([
  ['#top', ['header']],
  ['.big', ['a', 'p']],
  ['a.out.big', ['a']],
  ['form[action="/sign-out"]', ['form']],
  ["[data-kind~='b']", ['form']],
  ['[href^=/o], [href$=x]', ['a', 'a']],
  ['[data-kind*=" "]', ['form']],
  ['main a', ['a']],
  ['main > a', []],
  ['main > p > a[href]', ['a']],
  ['header *', ['a']],
  ['form[action="/other, x"]', []],
])('%s finds %j', (selector, found) => {
  expect(tags(selector)).toEqual(found);
});

test.each(['', 'a:hover', '[', '..x', 'main >'])('%j is refused as unsupported', (selector) => {
  expect(() => tags(selector)).toThrow(SyntaxError);
});
