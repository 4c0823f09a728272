import { describe, expect, test } from 'vitest';
import type { InformScenario } from '../../vocabulary/scenario.ts';
import type { View } from '../../vocabulary/stage.ts';
import { brokenIn } from './broken-text.ts';
import type { Told } from './judge-information.ts';
import { whatIsTold } from './what-is-told.ts';

const page = (view: Partial<View>): View => ({
  ...{ url: 'https://service.example/callback', status: 400, title: 'Connexion', html: '', text: '' },
  ...view,
});
const help = page({ text: 'Accueil\nEn cas de panne, appelez le 01 99 00 00 00.' });
const told = (view: Partial<View>, known: readonly View[] = [], untold?: InformScenario['untold']) =>
  whatIsTold(page(view), {
    knownPages: known,
    hubOrigins: ['https://hub.example'],
    ...(untold !== undefined && { untold }),
  });

test.each<[Told, Partial<View>]>([
  ['told', { text: 'Vous avez refusé. Recommencez.' }],
  [
    'told',
    { text: 'La connexion n’a pas abouti. Si cela se répète, indiquez le code callback.server_error.' },
  ],
  ['told', { text: 'Sign-in did not work. Please try again later.', status: 200 }],
  ['no-answer', { status: 0 }],
  ['blank', { text: ' \n 1 ' }],
  ['stack-trace', { text: 'Error\n    at login (/srv/app/login.js:12:3)' }],
  ['back-at-hub', { url: 'https://hub.example/choose', text: 'Choisissez un compte' }],
  ['data', { text: '{"error":"access_denied","message":"denied"}' }],
  ['data', { text: '[{"error":"access_denied"}]' }],
  ['data', { text: '<?xml version="1.0"?><error>denied</error>' }],
  ['told', { text: '[Ville] La connexion n’a pas abouti.' }],
  ['server-error', { text: 'La connexion n’a pas abouti. Recommencez.', status: 503 }],
  ['markup', { text: 'Erreur x', html: '<p><b data-garance-markup="error">x</b></p>' }],
  ['told', { text: 'Erreur <b data-garance…', html: '<p>&lt;b data-garance-markup="error"&gt;</p>' }],
  ['script-link', { text: 'En savoir plus', html: `<a href="javascript:garance('error_uri')">plus</a>` }],
  ['told', { text: 'Voir javascript:garance', html: '<p>javascript:garance(1)</p>' }],
])('is %s: %o', (expected, view) => {
  expect(told(view)).toBe(expected);
});

test.each([
  'Internal Server Error',
  '500 Internal Server Error\nnginx/1.25.3',
  'HTTP Status 500 – Internal Server Error\nType Exception Report',
  'Bad Request',
  'Cannot GET /callback',
  'Whitelabel Error Page\nThis application has no explicit mapping for /error, so you are seeing this as a fallback.',
  'Server Error (500)',
  'We’re sorry, but something went wrong.\nIf you are the application owner check the logs.',
  'Whoops, looks like something went wrong.',
  'Oops! An Error Occurred\nThe server returned a "500 Internal Server Error".',
  'Application error: a server-side exception has occurred (see the server logs).',
])('a framework’s page is known: %s', (text) => {
  expect(told({ text })).toBe('framework-page');
});

test('a page of one’s own may name what happened', () => {
  const text = 'Mairie de Port-Alizarine. La connexion n’a pas abouti (Internal Server Error). Recommencez.';
  expect(told({ text })).toBe('told');
});

test('that every visitor sees tells nothing, numbers and blanks apart', () => {
  const home = page({ text: 'Bienvenue, 12 visites' });
  expect(told({ text: 'Bienvenue,\n 13 visites' }, [home])).toBe('nothing-new');
  expect(told({ text: 'Bienvenue, 13 visites. La connexion a échoué.' }, [home])).toBe('told');
});

describe('a refusal by the person', () => {
  test.each<[Told, string]>([
    ['breakdown', 'Une erreur technique est survenue.'],
    ['breakdown', 'Le service est momentanément indisponible. Réessayez plus tard.'],
    ['breakdown', 'Something went wrong.'],
    ['breakdown', 'Désolé, un incident empêche la connexion'],
    ['told', 'Vous avez renoncé à la connexion. Ce n’est pas une panne.'],
    ['told', 'Vous avez renoncé à la connexion. Si un incident se répète, appelez-nous.'],
    ['told', 'Vous avez renoncé.\nEn cas de panne, appelez le 01 99 00 00 00.'],
    ['told', 'La connexion n’a pas abouti. Recommencez.'],
    ['told', 'You declined. This is not an unexpected error.'],
  ])('is %s by: %s', (expected, text) => {
    expect(told({ text }, [help], ['breakdown'])).toBe(expected);
  });

  test('the same words are right for an error of the platform', () => {
    expect(told({ text: 'Une erreur technique est survenue.' }, [help])).toBe('told');
  });
});

test('a text of a stranger is known when it is repeated', () => {
  const untold = [{ words: 'Appelez le 01 99' }];
  expect(told({ text: 'Erreur : Appelez le 01 99' }, [], untold)).toBe('strange-words');
  expect(told({ text: 'La connexion a échoué.' }, [], untold)).toBe('told');
});

test.each([
  'Bonjour undefined',
  'Erreur : null',
  'Né le Invalid Date',
  'Total NaN',
  '[object Object]',
  'Bonjour {{ user.name }}',
  `Bonjour \${name}`,
  'Bonjour D&#39;ARC',
  'Bonjour D&amp;#39;ARC',
  'La connexion a Ã©chouÃ©',
  'Bonjour Dâ€™APREVAL',
  'Bonjour ï¿½',
  'Bonjour �lo�se',
])('broken text is known: %s', (text) => {
  expect(brokenIn(text)).toBeDefined();
});

test.each([
  'Éloïse D’ÂPREVAL ÇÔME, née à SAINT-ÉTIENNE',
  'Lætitia L’HAŸ ŒILLET-ÑUÑEZ, ÇÖRÅVEL',
  'Vous êtes né(e) en 1958 & vous habitez ici ; c’est noté.',
  'Le match est nul. Indéfini, annulé.',
  'Prix : 12 € – « merci »…',
])('right text is not broken: %s', (text) => {
  expect(brokenIn(text)).toBeUndefined();
});

test('words that everyone’s pages have too are not left there by mistake', () => {
  expect(brokenIn('La valeur null est admise', ['Documentation : null, undefined'])).toBeUndefined();
});
