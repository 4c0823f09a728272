import { startCpuStopwatch } from '@garance/core/testing';
import { describe, expect, test } from 'vitest';
import { showsStackTrace } from './page-findings.ts';

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
    const cpuMs = startCpuStopwatch();
    showsStackTrace({ text: html.slice(0, 500_000) });
    expect(cpuMs()).toBeLessThan(5_000);
  });
});
