/** A value that is compared, but wrongly: one comparison after the other, at one value after the other. */
import type { Platform } from '@garance/core';
import type { ImplementationTable } from '../types.ts';
import { both, cells, type Defect, doing, plusOnly, replaced } from './defect.ts';

interface Comparison {
  readonly fr: string;
  readonly en: string;
  /** Mutations of the true value that it takes for it. */
  readonly takes: readonly string[];
  /** Every value of it is played in the first ring. */
  readonly telling?: true;
  same(received: unknown, expected: string): boolean;
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
const half = (value: string) => value.slice(0, Math.ceil(value.length / 2));

const comparisons = {
  'without-case': {
    fr: 'sans regarder la casse',
    en: 'without looking at case',
    takes: ['other-case'],
    same: (received, expected) => text(received)?.toLowerCase() === expected.toLowerCase(),
  },
  'without-blanks': {
    fr: 'sans les espaces autour',
    en: 'without the blanks around',
    takes: ['padded'],
    same: (received, expected) => text(received)?.trim() === expected,
  },
  'by-its-beginning': {
    fr: 'par son début',
    en: 'by its beginning',
    takes: ['extended', 'repeated', 'trailing-slash'],
    same: (received, expected) => text(received)?.startsWith(expected) === true,
  },
  'by-its-end': {
    fr: 'par sa fin',
    en: 'by its end',
    takes: ['preceded', 'repeated', 'several-levels'],
    same: (received, expected) => text(received)?.endsWith(expected) === true,
  },
  'by-containing': {
    fr: 'en cherchant la vraie dedans',
    en: 'by looking for the true one in it',
    takes: ['extended', 'preceded', 'contains', 'repeated', 'padded', 'trailing-slash', 'several-levels'],
    telling: true,
    same: (received, expected) => text(received)?.includes(expected) === true,
  },
  'by-being-contained': {
    fr: 'en la cherchant dans la vraie',
    en: 'by looking for it in the true one',
    takes: ['empty', 'prefix', 'suffix', 'truncated'],
    same: (received, expected) => text(received) !== undefined && expected.includes(String(received)),
  },
  'by-its-first-half': {
    fr: 'par sa première moitié',
    en: 'by its first half',
    takes: ['prefix', 'truncated', 'extended', 'repeated', 'last-changed', 'trailing-slash'],
    same: (received, expected) => text(received)?.startsWith(half(expected)) === true,
  },
  loosely: {
    fr: 'avec ==',
    en: 'with ==',
    takes: ['array'],
    // biome-ignore lint/suspicious/noDoubleEquals: the mistake that is planted
    same: (received, expected) => received == expected,
  },
  'when-present': {
    fr: 'seulement quand il y en a une',
    en: 'only when there is one',
    takes: ['absent', 'empty', 'null', 'zero'],
    telling: true,
    same: (received) => !received,
  },
} as const satisfies Readonly<Record<string, Comparison>>;

type Same = Comparison['same'];

interface Compared {
  readonly place: string;
  readonly name: string;
  /** Absent: both. */
  readonly platforms?: readonly Platform[];
  /** Comparisons that take more or less than they say here, or cannot be made. */
  readonly without?: readonly (keyof typeof comparisons)[];
  /** Mutations that something else refuses. */
  readonly guarded?: readonly string[];
  /** More that one comparison takes here. */
  readonly also?: Partial<Readonly<Record<keyof typeof comparisons, readonly string[]>>>;
  plant(honest: ImplementationTable, same: Same): ImplementationTable;
}

const compared: readonly Compared[] = [
  {
    place: 'callback.state',
    name: 'state',
    without: ['loosely'],
    plant: (honest, same) =>
      doing(honest, {
        takePending: ({ session, state }) => {
          const pending = [...(session?.started.values() ?? [])].find(
            (login) => state === login.state || same(state, login.state),
          );
          if (pending !== undefined) session?.started.delete(pending.state);
          return pending;
        },
      }),
  },
  {
    place: 'callback.iss',
    name: 'callback-iss',
    without: ['loosely', 'by-its-first-half'],
    // Another check wants it to be there.
    guarded: ['absent'],
    also: { 'by-its-end': ['contains'] },
    plant: (honest, same) =>
      replaced(
        honest,
        'callback',
        'iss',
        ({ params, issuer }, honestly) => same(params.get('iss'), issuer) || honestly(),
      ),
  },
  {
    place: 'id-token.iss',
    name: 'iss',
    without: ['by-its-first-half'],
    also: { 'by-its-end': ['contains'] },
    plant: (honest, same) =>
      replaced(
        honest,
        'idToken',
        'iss',
        ({ claims, issuer }, honestly) => same(claims.iss, issuer) || honestly(),
      ),
  },
  {
    place: 'id-token.aud',
    name: 'aud',
    // In an array it is right, and a part of a client's name may be another client's.
    without: ['loosely', 'by-being-contained', 'by-its-first-half'],
    plant: (honest, same) =>
      replaced(
        honest,
        'idToken',
        'aud',
        ({ claims, clientId }, honestly) => same(claims.aud, clientId) || honestly(),
      ),
  },
  {
    place: 'id-token.nonce',
    name: 'nonce',
    plant: (honest, same) =>
      replaced(
        honest,
        'idToken',
        'nonce',
        ({ claims, nonce }, honestly) => same(claims.nonce, nonce) || honestly(),
      ),
  },
  {
    place: 'id-token.acr',
    name: 'acr',
    // On standard `eidas1` is asked for, which begins `eidas10`.
    platforms: plusOnly,
    without: ['by-its-first-half'],
    plant: (honest, same) =>
      replaced(
        replaced(
          honest,
          'idToken',
          'acr-known',
          ({ claims, level }, honestly) => same(claims.acr, level) || honestly(),
        ),
        'idToken',
        'acr',
        ({ claims, level }, honestly) => same(claims.acr, level) || honestly(),
      ),
  },
  {
    place: 'userinfo.sub',
    name: 'userinfo-sub',
    plant: (honest, same) =>
      replaced(
        honest,
        'userinfo',
        'sub',
        ({ claims, idToken }, honestly) => same(claims.sub, String(idToken.sub)) || honestly(),
      ),
  },
];

export const comparisonDefects: readonly Defect[] = compared.flatMap((value) =>
  (Object.keys(comparisons) as (keyof typeof comparisons)[])
    .filter((name) => value.without?.includes(name) !== true)
    .map((name) => defectOf(value, name)),
);

function defectOf(value: Compared, name: keyof typeof comparisons): Defect {
  const { fr, en, takes, same, telling }: Comparison = comparisons[name];
  const { place, guarded = [], also = {} } = value;
  const taken = [...takes, ...(also[name] ?? [])].filter((mutation) => !guarded.includes(mutation));
  return {
    name: `compares-${value.name}-${name}`,
    platforms: value.platforms ?? both,
    title: { fr: `Compare ${value.name} ${fr}`, en: `Compares ${value.name} ${en}` },
    turnsRed: cells(place, ...taken),
    ...(telling !== true && { matrixOnly: true as const }),
    plant: (honest) => value.plant(honest, same),
  };
}
