/**
 * Times of a token: inside what every client must allow, outside what any may, and far. Clocks may differ by some minutes;
 * within five, a service is free, and is only observed.
 */
import type { Localized } from '@garance/core';
import type { CauseId } from '../../vocabulary/cause.ts';
import type { ClaimEdit } from '../../vocabulary/fault.ts';
import type { Scenario } from '../../vocabulary/scenario.ts';
import { type CellClass, toScenario } from './cell.ts';

/** Seconds, from now. */
const inside = 20;
const withinSkew = 120;
const justOutside = 330;
const hour = 3_600;
const day = 86_400;
const life = 60;

const at = (seconds: number) => ({ secondsFromNow: seconds });
const json = (value: unknown) => ({ json: value as null });
/** A token whose life ended so many seconds ago, or ends in so many. */
const ending = (seconds: number): ClaimEdit => ({ set: { exp: at(seconds), iat: at(seconds - life) } });
/** One that was issued so many seconds from now. */
const issued = (seconds: number): ClaimEdit => ({ set: { iat: at(seconds), exp: at(seconds + life) } });

interface Row {
  readonly name: string;
  /** Where a cell had a name before there were tables. */
  readonly id?: string;
  readonly class: CellClass;
  /** Of userinfo, where no clause makes the checks of an id_token a duty; absent: the row is not played there. */
  readonly userinfo?: CellClass;
  readonly clause: string;
  /** Completes "a token …". */
  readonly fr: string;
  readonly en: string;
  readonly edit: ClaimEdit;
  readonly quick?: true;
}

const exp = 'OpenID Connect Core 1.0 §3.1.3.7, 9; RFC 7519 §4.1.4';
const iat = 'OpenID Connect Core 1.0 §3.1.3.7, 10';
const nbf = 'RFC 7519 §4.1.5';
const numericDate = 'OpenID Connect Core 1.0 §2; RFC 7519 §2 (NumericDate)';

const rows: readonly Row[] = [
  {
    name: 'exp-far',
    id: 'id-token.expired',
    class: 'standard',
    userinfo: 'recommended',
    clause: exp,
    fr: 'expiré depuis une heure',
    en: 'that expired an hour ago',
    edit: ending(-hour),
    quick: true,
  },
  {
    name: 'exp-just-outside',
    class: 'standard',
    userinfo: 'recommended',
    clause: exp,
    fr: 'expiré depuis cinq minutes et demie, plus qu’aucune tolérance',
    en: 'that expired five and a half minutes ago, more than any tolerance',
    edit: ending(-justOutside),
    quick: true,
  },
  {
    name: 'exp-within-skew',
    class: 'observed',
    clause: exp,
    fr: 'expiré depuis deux minutes',
    en: 'that expired two minutes ago',
    edit: ending(-withinSkew),
  },
  {
    name: 'exp-just-inside',
    class: 'accept',
    clause: exp,
    fr: 'qui expire dans vingt secondes',
    en: 'that expires in twenty seconds',
    edit: ending(inside),
    quick: true,
  },
  {
    name: 'exp-absent',
    id: 'id-token.missing-exp',
    class: 'standard',
    userinfo: 'recommended',
    clause: 'OpenID Connect Core 1.0 §3.1.3.7, 9 and §2 (exp REQUIRED)',
    fr: 'sans exp',
    en: 'without exp',
    edit: { drop: ['exp'] },
    quick: true,
  },
  ...(
    [
      ['null', null, 'null', 'null'],
      ['zero', 0, '0', '0'],
      ['negative', -1, 'négatif', 'negative'],
      ['true', true, 'le booléen true', 'the boolean true'],
      ['empty', '', 'un texte vide', 'an empty text'],
      ['word', 'tomorrow', 'un mot', 'a word'],
      ['object', {}, 'un objet vide', 'an empty object'],
    ] as const
  ).map(
    ([name, value, fr, en]): Row => ({
      name: `exp-${name}`,
      class: 'standard',
      clause: numericDate,
      fr: `dont exp est ${fr}`,
      en: `whose exp is ${en}`,
      edit: { set: { exp: json(value) } },
    }),
  ),
  {
    name: 'exp-text',
    class: 'recommended',
    userinfo: 'recommended',
    clause: numericDate,
    fr: 'dont exp est une bonne date, écrite comme un texte',
    en: 'whose exp is a good time, written as a text',
    edit: { set: { exp: json('4102444800') } },
  },
  {
    name: 'iat-absent',
    id: 'id-token.missing-iat',
    class: 'standard',
    userinfo: 'observed',
    clause: 'OpenID Connect Core 1.0 §2 (ID Token: iat REQUIRED)',
    fr: 'sans iat',
    en: 'without iat',
    edit: { drop: ['iat'] },
    quick: true,
  },
  {
    name: 'iat-far',
    id: 'id-token.future-iat',
    class: 'recommended',
    userinfo: 'recommended',
    clause: iat,
    fr: 'émis demain',
    en: 'issued tomorrow',
    edit: issued(day),
  },
  {
    name: 'iat-just-outside',
    class: 'recommended',
    clause: iat,
    fr: 'émis dans cinq minutes et demie',
    en: 'issued in five and a half minutes',
    edit: issued(justOutside),
  },
  {
    name: 'iat-within-skew',
    class: 'observed',
    clause: iat,
    fr: 'émis dans deux minutes',
    en: 'issued in two minutes',
    edit: issued(withinSkew),
  },
  {
    name: 'iat-long-ago',
    class: 'observed',
    clause: iat,
    fr: 'émis hier, et pas encore expiré',
    en: 'issued yesterday, and not expired yet',
    edit: { set: { iat: at(-day) } },
  },
  {
    name: 'iat-word',
    class: 'recommended',
    clause: numericDate,
    fr: 'dont iat est un mot',
    en: 'whose iat is a word',
    edit: { set: { iat: json('yesterday') } },
  },
  {
    name: 'nbf-far',
    class: 'standard',
    userinfo: 'recommended',
    clause: nbf,
    fr: 'qui ne vaut qu’à partir de demain (nbf)',
    en: 'that is not valid before tomorrow (nbf)',
    edit: { set: { nbf: at(day) } },
    quick: true,
  },
  {
    name: 'nbf-just-outside',
    class: 'standard',
    clause: nbf,
    fr: 'qui ne vaut que dans cinq minutes et demie (nbf)',
    en: 'that is not valid for another five and a half minutes (nbf)',
    edit: { set: { nbf: at(justOutside) } },
  },
  {
    name: 'nbf-within-skew',
    class: 'observed',
    clause: nbf,
    fr: 'qui ne vaut que dans deux minutes (nbf)',
    en: 'that is not valid for another two minutes (nbf)',
    edit: { set: { nbf: at(withinSkew) } },
  },
  {
    name: 'nbf-just-inside',
    class: 'accept',
    clause: nbf,
    fr: 'qui vaut depuis un instant (nbf)',
    en: 'that has been valid for a moment (nbf)',
    edit: { set: { nbf: at(-1) } },
  },
  {
    name: 'nbf-word',
    class: 'recommended',
    clause: numericDate,
    fr: 'dont nbf est un mot',
    en: 'whose nbf is a word',
    edit: { set: { nbf: json('tomorrow') } },
  },
  {
    name: 'auth-time-future',
    class: 'observed',
    clause: 'OpenID Connect Core 1.0 §2 (auth_time)',
    fr: 'dont auth_time est demain',
    en: 'whose auth_time is tomorrow',
    edit: { set: { auth_time: at(day) } },
  },
  {
    name: 'auth-time-long-ago',
    class: 'observed',
    clause: 'OpenID Connect Core 1.0 §3.1.3.7, 13',
    fr: 'dont auth_time est hier, sans que max_age ait été demandé',
    en: 'whose auth_time is yesterday, without max_age having been asked for',
    edit: { set: { auth_time: at(-day) } },
  },
];

interface Token {
  readonly family: 'id-token' | 'userinfo';
  readonly at: 'id_token' | 'userinfo';
  readonly cause: CauseId;
  readonly title: Localized;
  readonly advice: Localized;
}

const tokens: readonly Token[] = [
  {
    family: 'id-token',
    at: 'id_token',
    cause: 'times',
    title: { fr: 'id_token', en: 'id_token' },
    advice: {
      fr: 'Exigez exp et iat, et refusez ce qui est passé ou à venir, avec une tolérance d’horloge de quelques dizaines de secondes au plus\u00a0: clockTolerance et requiredClaims (jose), leeway et options={"require": ["exp"]} (PyJWT), clockSkew (Spring Security)\u00a0; openid-client le fait toujours. Ne désactivez jamais ce contrôle (ignoreExpiration, verify_exp=False), et ne soyez pas plus strict que la durée du jeton\u00a0: les horloges diffèrent.',
      en: 'Require exp and iat, and refuse what is past or to come, with a clock tolerance of some tens of seconds at most: clockTolerance and requiredClaims (jose), leeway and options={"require": ["exp"]} (PyJWT), clockSkew (Spring Security); openid-client always does it. Never switch this check off (ignoreExpiration, verify_exp=False), and be no stricter than the token’s life: clocks differ.',
    },
  },
  {
    family: 'userinfo',
    at: 'userinfo',
    cause: 'userinfo-times',
    title: { fr: 'userinfo', en: 'userinfo' },
    advice: {
      fr: 'Vérifiez userinfo signé par la même fonction que l’id_token (jwtVerify de jose, jwt.decode de PyJWT)\u00a0: elle contrôle aussi exp et nbf. Une réponse ancienne, rejouée, montre une identité qui a pu changer.',
      en: 'Verify a signed userinfo answer by the same function as the id_token (jwtVerify of jose, jwt.decode of PyJWT): it also checks exp and nbf. An old answer, replayed, shows an identity that may have changed.',
    },
  },
];

export const times: readonly Scenario[] = tokens.flatMap((token) =>
  rows
    .filter(({ userinfo }) => token.at === 'id_token' || userinfo !== undefined)
    .map((row) => cellOf(token, row)),
);

function cellOf({ family, at, cause, title, advice }: Token, row: Row): Scenario {
  const { name, id, clause, fr, en, edit, quick } = row;
  const own = at === 'id_token';
  return toScenario({
    ...{ family, cause, clause, advice, quick, place: `${family}.times` },
    id: own && id !== undefined ? id : `${family}.${name}`,
    class: (own ? undefined : row.userinfo) ?? row.class,
    title: { fr: `${title.fr} ${fr}`, en: `${title.en} ${en}` },
    does: {
      fr: `Le hub signe de sa vraie clé un jeton (${title.fr}) ${fr}.`,
      en: `The hub signs, with its true key, a token (${title.en}) ${en}.`,
    },
    fault: at === 'id_token' ? { at, claims: edit } : { at, claims: edit },
  });
}
