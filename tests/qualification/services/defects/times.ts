/** Times of a token not looked at, or looked at too strictly. */
import type { Checks } from '../types.ts';
import { both, type Defect, replaced, withCheck, without } from './defect.ts';

const leftSeconds = 30;

function ignores(table: 'idToken' | 'userinfo', check: string, turnsRed: readonly string[]): Defect {
  const what = table === 'idToken' ? '' : 'userinfo-';
  const claim = check.split('-')[0] ?? check;
  return {
    name: `ignores-${what}${claim}`,
    platforms: both,
    title: { fr: `Ne contrôle pas ${claim} (${table})`, en: `Does not check ${claim} (${table})` },
    turnsRed,
    ...(table === 'userinfo' && { matrixOnly: true as const }),
    plant: (honest) => without(honest, table satisfies keyof Checks, check),
  };
}

export const timeDefects: readonly Defect[] = [
  ignores('idToken', 'nbf', ['id-token.nbf-far', 'id-token.nbf-just-outside', 'id-token.nbf-word']),
  ignores('userinfo', 'exp', [
    'userinfo.exp-far',
    'userinfo.exp-just-outside',
    'userinfo.exp-absent',
    'userinfo.exp-text',
  ]),
  ignores('userinfo', 'iat-not-future', ['userinfo.iat-far']),
  ignores('userinfo', 'nbf', ['userinfo.nbf-far']),
  {
    name: 'reads-text-as-a-time',
    platforms: both,
    title: { fr: 'Lit exp dans un texte', en: 'Reads exp from a text' },
    turnsRed: ['id-token.exp-text'],
    matrixOnly: true,
    plant: (honest) =>
      replaced(honest, 'idToken', 'exp', ({ claims, nowSeconds }) => Number(claims.exp) > nowSeconds - 60),
  },
  {
    name: 'tolerates-six-minutes',
    platforms: both,
    title: { fr: 'Tolère six minutes', en: 'Tolerates six minutes' },
    turnsRed: ['id-token.exp-just-outside'],
    plant: (honest) =>
      replaced(
        honest,
        'idToken',
        'exp',
        ({ claims, nowSeconds }) => typeof claims.exp === 'number' && claims.exp > nowSeconds - 360,
      ),
  },
  {
    name: 'wants-half-a-minute-left',
    platforms: both,
    title: { fr: 'Veut qu’il reste une demi-minute', en: 'Wants half a minute left' },
    turnsRed: ['id-token.exp-just-inside'],
    plant: (honest) =>
      replaced(
        honest,
        'idToken',
        'exp',
        ({ claims, nowSeconds }, honestly) => honestly() && Number(claims.exp) > nowSeconds + leftSeconds,
      ),
  },
  {
    name: 'refuses-nbf',
    platforms: both,
    title: { fr: 'Refuse un jeton qui porte nbf', en: 'Refuses a token with nbf' },
    turnsRed: ['id-token.nbf-just-inside'],
    matrixOnly: true,
    plant: (honest) => withCheck(honest, 'idToken', ({ claims }) => claims.nbf === undefined),
  },
];
