import { expect, test } from 'vitest';
import { parseMarker } from './marker.ts';

test.each([
  ['#account', { selector: '#account' }],
  ['.user-menu a', { selector: '.user-menu a' }],
  ['[data-user]', { selector: '[data-user]' }],
  ['form[action="/sign-out"]', { selector: 'form[action="/sign-out"]' }],
  ['a.sign-out', { selector: 'a.sign-out' }],
  ['Se déconnecter', { text: 'Se déconnecter' }],
  ['Bonjour M. Dupont', { text: 'Bonjour M. Dupont' }],
  ['Bienvenue.', { text: 'Bienvenue.' }],
  ['# 1 des services', { text: '# 1 des services' }],
  ['text=#account', { text: '#account' }],
  ['selector=main', { selector: 'main' }],
] as const)('--signed-in %s', (value, marker) => {
  expect(parseMarker(value)).toEqual(marker);
});
