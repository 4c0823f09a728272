import { expect, test } from 'vitest';
import { renderDocument } from '../render-document.ts';
import { SignInButton } from './sign-in-button.tsx';
import { signInButtonCss } from './sign-in-button-css.ts';

const props = { href: '/sign-in/x', brand: 'FranceConnect+', aboutHref: '/about', id: 'b' };

test.each([
  ['fr', 'S’identifier avec FranceConnect+', 'Qu’est-ce que FranceConnect+\u00a0?'],
  ['en', 'Sign in with FranceConnect+', 'What is FranceConnect+?'],
] as const)(
  'in %s the link’s name states its action, and a link below explains it',
  (locale, label, about) => {
    const html = renderDocument(<SignInButton {...props} locale={locale} />);
    const button = /<a class="sign-in__button"[\s\S]*?<\/a>/.exec(html)?.[0] ?? '';
    expect(button.replace(/<[^>]+>/g, '').trim()).toBe(label);
    expect(html).toContain(about);
    expect(html.indexOf('sign-in__sentence')).toBeLessThan(html.indexOf('sign-in__button'));
  },
);

test('the drawing is hidden from screen readers and nothing is an image of text', () => {
  const html = renderDocument(<SignInButton {...props} locale="fr" />);
  expect(html).toContain('aria-hidden="true"');
  expect(html).not.toContain('<img');
});

test('it is at least 60 px high, and hover and focus are visible', () => {
  expect(signInButtonCss).toContain('min-height: 60px');
  expect(signInButtonCss).toMatch(/:hover \{[^}]*underline/);
  expect(signInButtonCss).toMatch(/:focus-visible \{[^}]*outline: 3px solid/);
});
