import { describe, expect, it } from 'vitest';
import { safeHref } from './safe-href.ts';

describe('a link from data', () => {
  it.each([
    'https://service.example/a?b=c#d',
    'http://127.0.0.1:3011/',
    'mailto:aide@exemple.fr',
    '/interaction/abc',
    '?lang=en',
    '#consent',
    'page',
    '../page',
    'page:with-colon/../x'.replace(':', '%3A'),
  ])('may lead to %s', (url) => {
    expect(safeHref(url)).toBe(url);
  });

  it.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'java\tscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'blob:https://a/b',
    'file:///etc/passwd',
    'ftp://a.example/',
    '//evil.example/',
    '/\\evil.example/',
    '\\\\evil.example/',
    '/\t/evil.example/',
    '\\/evil.example',
    'https://',
    'http://[',
    '',
    undefined,
  ])('may not be %j', (url) => {
    expect(safeHref(url)).toBeUndefined();
  });
});
