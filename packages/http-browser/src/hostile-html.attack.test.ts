import { startCpuStopwatch } from '@garance/core/testing';
import { describe, expect, test } from 'vitest';
import { BrokeOff } from './broke-off.ts';
import { findForms } from './forms.ts';
import { maxDepth, maxElements, parseHtml, textOf } from './html.ts';
import { select } from './select.ts';

const at = new URL('https://service.example/');
/** Milliseconds of processor time: far more than a slow machine needs, far less than quadratic work takes. */
const mostCpuMs = 2_500;

/** Everything that the suite does with a page. */
function read(html: string): string {
  try {
    const page = parseHtml(html);
    const forms = findForms(page, at);
    const found = select(page, 'body a div > p[title], form *');
    return `${page.elements.length} elements, ${forms.length} forms, ${found.length} found, ${textOf(page.root).length} characters`;
  } catch (error) {
    if (error instanceof BrokeOff) return error.message;
    throw error;
  }
}

function timed(html: string): string {
  const cpuMs = startCpuStopwatch();
  const outcome = read(html);
  expect(cpuMs()).toBeLessThan(mostCpuMs);
  return outcome;
}

/** A megabyte of a part that opens no element, an eighth of a megabyte of one that does. */
const many = (part: string) => part.repeat((/<[a-z ]+.*>/.test(part) ? 125_000 : 1_000_000) / part.length);
const numbered = (count: number, part: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => part(n)).join('');

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
    '<?',
    '</',
    '&amp',
    '\0',
    '<p>',
    '<div>',
    '<b>',
    '<a>',
    '<b><p>',
    '<table>',
    '<table><td>',
    '<form>',
    '<template>',
    '<select><option>',
    '<svg>',
    '<li>',
    '</p>',
    '</b>',
    '<label>',
    '<input name=a>',
    '<label><input name=a>',
    '<input form=a name=a>',
    '<fieldset disabled><input name=a>',
    '<a href=/>',
  ])('of %j is read in linear time', (part) => {
    timed(many(part));
  });

  test.each([
    [
      'elements that the parser would make again in every paragraph',
      `<p>${numbered(500, (n) => `<b x=${n}>`)}</p>${'<p>x</p>'.repeat(5_000)}`,
      `a page of more than ${maxElements} elements`,
    ],
    [
      'attributes on one tag',
      `<a ${numbered(100_000, (n) => `a${n} `)}>`,
      '4 elements, 0 forms, 0 found, 0 characters',
    ],
    [
      'one attribute again and again',
      `<a ${'a '.repeat(500_000)}>`,
      '4 elements, 0 forms, 0 found, 0 characters',
    ],
    [
      'controls in one label',
      `<form><label>${'<input name=a>'.repeat(20_000)}`,
      '20005 elements, 1 forms, 20001 found, 0 characters',
    ],
    [
      'forms, and controls that name them',
      numbered(10_000, (n) => `<form id=f${n}></form>`) + numbered(10_000, (n) => `<input form=f${n}>`),
      '20003 elements, 10000 forms, 0 found, 0 characters',
    ],
    [
      'controls deep inside',
      '<div>'.repeat(900) + '<input name=a>'.repeat(20_000),
      '20903 elements, 0 forms, 0 found, 0 characters',
    ],
    ['words between the rows of a table', `<table>${'<tr>x'.repeat(30_000)}`, ''],
    [
      'end tags that close across each other',
      numbered(3_000, (n) => `<a x=${n}><div>`) + '</a>'.repeat(3_000),
      '',
    ],
  ])('of %s is read, or refused, in linear time', (_what, html, outcome) => {
    const found = timed(html);
    if (outcome !== '') expect(found).toBe(outcome);
  });
});

describe('attack 23: a page nested without end', () => {
  test.each(['<div>', '<b>', '<span>', '<svg>', '<section>', '<ul><li>'])(
    'of 100 000 levels of %s neither overflows the stack nor hangs',
    (part) => {
      const depth = 99_990 / (part.split('<').length - 1);
      expect(timed(part.repeat(depth))).toBe(`a page nested deeper than ${maxDepth} elements`);
    },
  );

  test('is read as far as the limit', () => {
    expect(read('<div>'.repeat(maxDepth - 3))).toMatch(/^\d+ elements/);
    expect(read('<div>'.repeat(maxDepth))).toMatch(/nested deeper/);
  });

  test('in templates is not read, since they are not part of the page', () => {
    expect(timed('<template>'.repeat(90_000))).toBe('4 elements, 0 forms, 0 found, 0 characters');
  });
});
