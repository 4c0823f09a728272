import { describe, expect, it } from 'vitest';
import { negotiateLocale } from './locale.ts';

describe('the language of a page', () => {
  it('is the one that the person chose, before all else', () => {
    expect(negotiateLocale({ cookie: 'en', uiLocales: ['fr'], acceptLanguage: 'fr' })).toBe('en');
  });

  it('is the one requested by the service, before the browser’s', () => {
    expect(negotiateLocale({ uiLocales: ['en', 'fr'], acceptLanguage: 'fr' })).toBe('en');
  });

  it.each([
    ['en-GB,en;q=0.9,fr;q=0.8', 'en'],
    ['fr-CA;q=0.7, en;q=0.3', 'fr'],
    ['de, en;q=0.5, fr;q=0.9', 'fr'],
    ['en;q=0, fr;q=0.1', 'fr'],
    ['en;q=0', 'fr'],
    ['EN-us', 'en'],
    ['de-DE', 'fr'],
    ['', 'fr'],
    [';;;q=x,,', 'fr'],
    ['english', 'fr'],
    ['*', 'fr'],
    ['en, *;q=0.1', 'en'],
    ['fr;q=0, en;q=0.001', 'en'],
    ['en;q=0.5, EN-gb;q=0.1, fr;q=0.4', 'en'],
    [`${'de,'.repeat(500)}en`, 'fr'],
  ])('of a browser that wants %j is %s', (acceptLanguage, expected) => {
    expect(negotiateLocale({ acceptLanguage })).toBe(expected);
  });

  it('ignores a cookie that names no supported language', () => {
    expect(negotiateLocale({ cookie: '"><script>', acceptLanguage: 'en' })).toBe('en');
  });

  it('is French without any preference', () => {
    expect(negotiateLocale({})).toBe('fr');
  });
});
