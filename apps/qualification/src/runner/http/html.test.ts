import { describe, expect, test } from 'vitest';
import { showsStackTrace } from '../oracle/page-findings.ts';
import { elementsOf, parseHtml, textOf } from './html.ts';

describe('attack 23: a page of megabytes', () => {
  test.each([
    '<',
    '<a ',
    '<a "',
    "<a '",
    '<a b="',
    '<!',
    '<!--',
    '</a',
    '<title>',
    '<title></titl',
    '<script',
    '&',
    '&#',
    ' ',
    'at ',
    'at a.js:1:',
    'at a(',
    'Fatal error:  in ',
    'a.rb:1:in ',
    'i.',
    '#1 a',
    '\n at ',
  ])('of %j is read in time that grows with its length alone', (part) => {
    const html = part.repeat(2_000_000 / part.length);
    const beganMs = performance.now();
    const root = parseHtml(html);
    showsStackTrace({ text: html.slice(0, 500_000) });
    expect(performance.now() - beganMs).toBeLessThan(5_000);
    expect(root.tag).toBe('#root');
  });
});

describe('a page', () => {
  test.each([
    ['<p title="a > b">text</p>', 'p', 'text'],
    ["<p title='a > b'>text</p>", 'p', 'text'],
    ['<!-- <p>no</p> --><p>text</p>', 'p', 'text'],
    ['<!doctype html><P>text</P>', 'p', 'text'],
    ['a < b <p>text</p>', 'p', 'a < b text'],
    ['<title>x</title ><p>text</p>', 'title p', 'x text'],
    ['<p>text<br/></p>', 'p br', 'text'],
    ['<p>text</p><p title="', 'p', 'text'],
    ['<p>text</p><!-- never ends <p>', 'p', 'text'],
  ])('%s', (html, tags, text) => {
    const root = parseHtml(html);
    expect(
      elementsOf(root)
        .map(({ tag }) => tag)
        .join(' '),
    ).toBe(tags);
    expect(textOf(root)).toBe(text);
  });
});
