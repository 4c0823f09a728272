import { describe, expect, test } from 'vitest';
import { judgeColours } from './button-colours.ts';
import { judgeStates } from './button-hover-and-focus.ts';
import { judgeLabel } from './button-label.ts';
import { judgeSize } from './button-size.ts';
import { contrast } from './contrast.ts';
import type { Colour } from './door.ts';
import { judgeFields } from './identity-not-editable.ts';
import { judgeLink } from './link-below.ts';
import { describeMisfit } from './narrow-and-zoomed.ts';
import { judgeSentence } from './sentence-above.ts';
import { judgeOrder } from './separated-and-first.ts';
import { judgePresence } from './sign-in-button.ts';

const white: Colour = [255, 255, 255, 1];
const blue: Colour = [27, 58, 107, 1];
const clear: Colour = [0, 0, 0, 0];
const place = (text: string, top: number) => ({ text, top, bottom: top + 20 });
const button = { name: 'S’identifier avec FranceConnect+', top: 200, bottom: 260 };

test('contrast is 21 between black and white, 1 between equals, and looks through what is transparent', () => {
  expect(contrast([0, 0, 0, 1], [white])).toBeCloseTo(21);
  expect(contrast(white, [clear, white])).toBeCloseTo(1);
  expect(contrast(white, [clear, blue])).toBeGreaterThan(10);
  expect(contrast([0, 0, 0, 1], [])).toBeCloseTo(21);
});

test.each([
  ['passed', 'S’identifier avec FranceConnect+', 'plus'],
  ['passed', "S'identifier avec FranceConnect", 'standard'],
  ['passed', 'Sign in with Garance+ substantial', 'plus'],
  ['failed', 'S’identifier avec FranceConnect', 'plus'],
  ['failed', 'S’identifier avec FranceConnect+', 'standard'],
  ['failed', 'Connexion', 'standard'],
  ['failed', '', 'standard'],
] as const)('label: %s for “%s” on %s', (verdict, name, platform) => {
  expect(judgeLabel({ name }, platform).verdict).toBe(verdict);
});

test.each([
  ['passed', 60],
  ['passed', 59.6],
  ['failed', 44],
] as const)('size: %s at %d px', (verdict, height) => {
  expect(judgeSize({ height }).verdict).toBe(verdict);
});

describe('colours', () => {
  const good = {
    texts: [{ colour: white, grounds: [clear, blue] }],
    ground: blue,
    tokenGround: blue,
    effects: [],
  };
  test.each([
    ['passed', {}],
    ['failed', { ground: [10, 120, 10, 1] as Colour }],
    ['failed', { effects: ['opacity: 0.5'] }],
    ['failed', { texts: [{ colour: [90, 120, 160, 1] as Colour, grounds: [blue] }] }],
  ] as const)('%s with %o', (verdict, change) => {
    expect(judgeColours({ ...good, ...change }).verdict).toBe(verdict);
  });
  test('of a picture of no known component cannot be read', () => {
    expect(judgeColours({ texts: [], ground: clear, effects: [] }).verdict).toBe('inconclusive');
  });
});

describe('hover and focus', () => {
  const rest = { 'outline-style': 'none', 'outline-width': '3px', 'outline-color': 'black', color: 'white' };
  const focus = { ...rest, 'outline-style': 'solid' };
  const hover = { ...rest, color: 'yellow' };
  test.each([
    ['passed', { rest, focus, hover }],
    ['failed', { rest, focus: { ...rest, 'outline-color': 'red' }, hover }],
    ['failed', { rest, focus, hover: rest }],
    ['failed', { rest, focus: rest, hover: rest }],
  ] as const)('%s', (verdict, styles) => {
    expect(judgeStates(styles).verdict).toBe(verdict);
  });
});

test.each([
  ['passed', [place('FranceConnect+ permet d’utiliser un compte que vous avez déjà.', 150)]],
  ['failed', []],
  ['failed', [place('Cette page est réservée aux habitants de la ville.', 150)]],
  ['failed', [place('FranceConnect+ permet d’utiliser un compte que vous avez déjà.', 300)]],
] as const)('sentence above: %s with %o', (verdict, sentences) => {
  expect(judgeSentence(button, { sentences }).verdict).toBe(verdict);
});

test.each([
  ['passed', [place('Qu’est-ce que FranceConnect+\u00a0?', 270)]],
  ['passed', [place('What is Garance?', 262)]],
  ['failed', []],
  ['failed', [place('En savoir plus', 270)]],
  ['failed', [place('Qu’est-ce que FranceConnect+\u00a0?', 20)]],
] as const)('link below: %s with %o', (verdict, links) => {
  expect(judgeLink(button, { links }).verdict).toBe(verdict);
});

test.each([
  ['passed', [], true],
  ['passed', [{ ...place('password', 300), separator: true }], true],
  ['failed', [{ ...place('password', 270), separator: false }], true],
  ['passed', [{ ...place('password', 500), separator: false }], false],
  ['failed', [{ ...place('password', 100), separator: true }], true],
  ['passed', [{ ...place('password', 100), separator: true }], false],
] as const)('separated and first: %s with %o, public %s', (verdict, others, isPublic) => {
  expect(judgeOrder(button, { others }, isPublic).verdict).toBe(verdict);
});

test('the button’s absence fails, and what stands instead is named', () => {
  const door = { sentences: [], links: [], others: [] };
  expect(judgePresence(door).verdict).toBe('failed');
  expect(judgePresence({ ...door, instead: 'Login' })).toMatchObject({
    verdict: 'failed',
    reason: { en: expect.stringContaining('Login') },
  });
});

test.each([
  ['failed', 'Camille Jeanne'],
  ['failed', 'Camille'],
  ['failed', 'riverain'],
  ['failed', '12/03/1984'],
  ['passed', 'camille.riverain@repetition.example'],
  ['passed', 'Delorme'],
] as const)('identity fields: %s when “%s” can be changed', (verdict, value) => {
  const claims = {
    given_name: 'Camille Jeanne',
    family_name: 'RIVERAIN',
    birthdate: '1984-03-12',
    birthplace: '',
  };
  expect(judgeFields([{ label: 'field', value }], claims).verdict).toBe(verdict);
});

test('a page fits when nothing overflows and its button can be reached', () => {
  expect(describeMisfit({ overflow: 1, buttonReachable: true })).toBeUndefined();
  expect(describeMisfit({ overflow: 0 })).toBeUndefined();
  expect(describeMisfit({ overflow: 80 })?.en).toContain('80');
  expect(describeMisfit({ overflow: 0, buttonReachable: false })?.en).toContain('button');
});
