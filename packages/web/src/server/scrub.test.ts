import { fc, test } from '@fast-check/vitest';
import { startCpuStopwatch } from '@garance/core/testing';
import { describe, expect } from 'vitest';
import { maxLoggedCharacters, scrubErrorText, scrubText } from './scrub.ts';
import { serializeError } from './serialize-error.ts';

const hostile: Readonly<Record<string, string>> = {
  'addresses in a row': 'a@',
  'an address without its end': 'a@a.',
  'tokens without their dot': 'eyJa-',
  'tokens begun over and over': 'eyJ',
  'question marks': '?',
  'schemes and blanks': 'Bearer ',
  'blanks alone': ' ',
  'one word': 'a',
  'words and hyphens': 'a-',
  'line breaks': '\n',
};

/** Processor time of `work` in milliseconds. */
function timed(work: () => unknown): number {
  const cpuMs = startCpuStopwatch();
  work();
  return cpuMs();
}

describe('attack 23: hostile text in a log', () => {
  // A cubic pattern took 56 s for 4,000 characters; a linear one takes milliseconds for a million.
  test.each(Object.entries(hostile))(
    '%s: a million characters are scrubbed in linear time',
    (_what, part) => {
      const text = part.repeat(1_000_000 / part.length);
      expect(timed(() => scrubErrorText(text))).toBeLessThan(250);
      expect(timed(() => serializeError(new Error(text)))).toBeLessThan(1_000);
      expect(scrubErrorText(text).length).toBeLessThanOrEqual(maxLoggedCharacters * 2);
    },
  );

  test.each(Object.entries(hostile))('%s: so is the text after the cut', (_what, part) => {
    const text = part.repeat(maxLoggedCharacters / part.length);
    expect(timed(() => scrubErrorText(text))).toBeLessThan(100);
  });

  test.prop([
    fc.nat(maxLoggedCharacters + 200),
    fc.constantFrom('eyJhbGciOiJFUzI1NiJ9.Camille.x', 'camille.f@courrier.example'),
  ])('a secret at the position of the cut is removed as a whole', (before, secret) => {
    const text = `${'x '.repeat(before).slice(0, before)} ${secret} and so on${' y'.repeat(maxLoggedCharacters)}`;
    const kept = scrubErrorText(text);
    for (let length = 4; length <= secret.length; length += 1) {
      expect(kept).not.toContain(secret.slice(0, length));
    }
  });

  test('a text without blanks is dropped instead of being cut in its middle', () => {
    expect(scrubText('x'.repeat(maxLoggedCharacters + 1))).toBe('[removed] [cut]');
    expect(scrubText('x'.repeat(maxLoggedCharacters))).toHaveLength(maxLoggedCharacters);
  });
});

describe('attack 18: what an error quotes', () => {
  test.each([
    'mail to camille@courrier.example failed',
    'camille@courrier.example',
    '<camille@courrier.example>',
    'x@camille@courrier.example',
    '@camille@courrier.example',
    'name=camille@courrier',
    'to:camille@courrier.example:25',
  ])('%s loses its address', (text) => {
    expect(scrubErrorText(text)).not.toContain('courrier');
  });

  test.each(['connection refused', 'https://fi.example/token', 'cannot find @garance/web'])(
    '%s is kept',
    (text) => {
      expect(scrubErrorText(text)).toBe(text);
    },
  );

  test('a message is not taken for frames of the stack', () => {
    const { stack } = serializeError(new Error('broken\n    at camille (born 1962-08-24)\n at x'));
    expect(JSON.stringify(stack)).not.toContain('camille');
    expect(JSON.stringify(stack)).toContain('scrub.test');
  });

  test('a name with any other text is not kept', () => {
    const error = Object.assign(new Error('x'), { name: 'camille 1962-08-24' });
    expect(serializeError(error).kind).toBe('Error');
  });
});
