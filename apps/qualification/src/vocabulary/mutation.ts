/**
 * The wrong values of a value that a service compares, each derived from the true one: one row a mutation. A row that is
 * added here is played at every place whose kind it knows (`scenarios/families/places.ts`).
 *
 * What would name an issuer, a client or a person is nobody's: it bears a reserved mark, or is no name (decision 0045).
 */
import { levels, reservedIdentities, reservedMarks } from '@garance/core';

/**
 * What the true value is: `opaque` names nobody (`state`, `nonce`, `at_hash`), `level` is a level name, the others name an
 * issuer, a client, the clients a token is for, a person.
 */
export type ValueKind = 'opaque' | 'level' | 'issuer' | 'client' | 'audience' | 'subject';

/** The claim or parameter is left out. */
export const absent = Symbol('absent');

/** The same value of other logins of this client, as far as there are any. */
export interface Others {
  readonly sameBrowser?: string | undefined;
  readonly otherBrowser?: string | undefined;
}

/** Undefined where this truth has no such value: nothing is then wrong with the login. */
type Derive = (truth: string, others: Others) => unknown;

export interface Mutation {
  /** Completes "a nonce that is …". */
  readonly fr: string;
  readonly en: string;
  /** `json`: no parameter of an address can be it. `text`: only there does it look like nothing. */
  readonly carrier?: 'json' | 'text';
  /** Played by `--quick` too. */
  readonly quick?: true;
  /** Another login of the same browser has begun before. */
  readonly needsEarlierLogin?: true;
  readonly of: Partial<Readonly<Record<ValueKind, Derive>>>;
}

const names = ['issuer', 'client', 'audience', 'subject'] as const;
const all = ['opaque', 'level', ...names] as const;
const mark = reservedMarks.name;
const { issuer: reservedIssuer, client: reservedClient, subject: reservedSubject } = reservedIdentities;

function forKinds(kinds: readonly ValueKind[], derive: Derive): Mutation['of'] {
  return Object.fromEntries(kinds.map((kind) => [kind, derive]));
}

const levelNames: readonly string[] = levels;
const half = (text: string) => Math.ceil(text.length / 2);
/** Another letter, also without looking at case. */
const other = (character: string | undefined) => (character?.toLowerCase() === 'a' ? 'b' : 'a');
/**
 * In Base64url the last character may carry no more than its two upper bits: another one is other in these, else a
 * service that compares bytes rightly takes it for the true one.
 */
const otherLast = (character: string | undefined) => (/[AQ-Za-f]/.test(character ?? '') ? '9' : 'a');
const unlike = (truth: string, value: string) => (value === truth ? undefined : value);
const inOtherCase = (truth: string) =>
  unlike(truth, truth === truth.toUpperCase() ? truth.toLowerCase() : truth.toUpperCase());
const atHost = (truth: string, change: (url: URL) => string) => {
  const url = URL.parse(truth);
  return url === null ? undefined : change(url);
};
const withMark = (truth: string) =>
  truth.length > mark.length ? `${mark}${truth.slice(mark.length)}` : undefined;

export const mutations = {
  absent: { fr: 'absent', en: 'absent', quick: true, of: forKinds(all, () => absent) },
  empty: { fr: 'vide', en: 'empty', quick: true, of: forKinds(all, () => '') },
  null: { fr: 'null', en: 'null', carrier: 'json', of: forKinds(all, () => null) },
  zero: { fr: 'le nombre 0', en: 'the number 0', carrier: 'json', of: forKinds(all, () => 0) },
  true: { fr: 'le booléen true', en: 'the boolean true', carrier: 'json', of: forKinds(all, () => true) },
  object: { fr: 'un objet vide', en: 'an empty object', carrier: 'json', of: forKinds(all, () => ({})) },
  array: {
    fr: 'le bon, dans un tableau',
    en: 'the right one, in an array',
    carrier: 'json',
    // An audience alone in an array is right.
    of: forKinds(['opaque', 'level', 'issuer', 'client', 'subject'], (truth) => [truth]),
  },
  'null-text': {
    fr: 'le mot «\u00a0null\u00a0»',
    en: 'the word “null”',
    carrier: 'text',
    of: forKinds(['opaque', 'issuer'], () => 'null'),
  },
  'undefined-text': {
    fr: 'le mot «\u00a0undefined\u00a0»',
    en: 'the word “undefined”',
    carrier: 'text',
    of: forKinds(['opaque', 'issuer'], () => 'undefined'),
  },
  'other-case': {
    fr: 'le bon, dans une autre casse',
    en: 'the right one in another case',
    quick: true,
    of: forKinds(all, inOtherCase),
  },
  padded: {
    fr: 'le bon, entre deux espaces',
    en: 'the right one between two spaces',
    of: forKinds(all, (truth) => ` ${truth} `),
  },
  prefix: {
    fr: 'le début du bon',
    en: 'the beginning of the right one',
    quick: true,
    of: {
      ...forKinds(['opaque', 'level', 'subject'], (truth) => truth.slice(0, half(truth))),
      issuer: (truth) => truth.slice(0, truth.indexOf('//') + 2),
    },
  },
  suffix: {
    fr: 'la fin du bon',
    en: 'the end of the right one',
    of: {
      ...forKinds(['opaque', 'level', 'subject'], (truth) => truth.slice(half(truth))),
      issuer: (truth) => truth.slice(1),
    },
  },
  truncated: {
    fr: 'le bon sans son dernier caractère',
    en: 'the right one without its last character',
    of: forKinds(['opaque', 'subject'], (truth) => truth.slice(0, -1)),
  },
  extended: {
    fr: 'le bon, suivi d’autre chose',
    en: 'the right one, followed by something else',
    quick: true,
    of: {
      ...forKinds(['opaque', 'level'], (truth) => `${truth}x`),
      ...forKinds(['client', 'audience', 'subject'], (truth) => `${truth}-${mark}`),
      issuer: (truth) => `${truth}.${reservedMarks.issuer}`,
    },
  },
  preceded: {
    fr: 'le bon, précédé d’autre chose',
    en: 'the right one, preceded by something else',
    of: {
      ...forKinds(['opaque', 'level', 'issuer'], (truth) => `x${truth}`),
      ...forKinds(['client', 'audience', 'subject'], (truth) => `${mark}-${truth}`),
    },
  },
  contains: {
    fr: 'une autre valeur, qui contient la bonne',
    en: 'another value that contains the right one',
    of: {
      ...forKinds(['opaque', 'level'], (truth) => `x${truth}x`),
      ...forKinds(['client', 'audience', 'subject'], (truth) => `${mark}-${truth}-${mark}`),
      issuer: (truth) => `${reservedIssuer}/?${truth}`,
    },
  },
  repeated: {
    fr: 'la bonne valeur deux fois de suite',
    en: 'the right value twice in a row',
    of: forKinds(['opaque', 'level'], (truth) => `${truth}${truth}`),
  },
  'first-changed': {
    fr: 'le bon, au premier caractère près',
    en: 'the right one but for its first character',
    of: forKinds(['opaque', 'level'], (truth) => `${other(truth[0])}${truth.slice(1)}`),
  },
  'last-changed': {
    fr: 'le bon, au dernier caractère près',
    en: 'the right one but for its last character',
    of: forKinds(['opaque'], (truth) => `${truth.slice(0, -1)}${otherLast(truth.at(-1))}`),
  },
  'same-length': {
    fr: 'une autre valeur de même longueur',
    en: 'another value of the same length',
    of: {
      opaque: (truth) => 'a'.repeat(truth.length),
      ...forKinds(['client', 'audience', 'subject'], withMark),
    },
  },
  constant: {
    fr: 'une valeur fixe que le service ne connaît pas',
    en: 'a fixed value that the service does not know',
    quick: true,
    of: {
      opaque: () => 'value-of-somebody-else-0000000000',
      level: () => 'eidas4',
      issuer: () => reservedIssuer,
      client: () => reservedClient,
      audience: () => reservedClient,
      subject: () => reservedSubject,
    },
  },
  'other-login': {
    fr: 'la valeur d’une connexion que le même navigateur a commencée avant',
    en: 'the value of a login that the same browser began before',
    quick: true,
    needsEarlierLogin: true,
    of: { opaque: (truth, { sameBrowser = truth }) => unlike(truth, sameBrowser) },
  },
  'other-browser': {
    fr: 'la valeur d’une connexion d’un autre navigateur',
    en: 'the value of a login of another browser',
    quick: true,
    of: { opaque: (truth, { otherBrowser = truth }) => unlike(truth, otherBrowser) },
  },
  'trailing-slash': {
    fr: 'le bon, avec une barre oblique à la fin',
    en: 'the right one with a slash at its end',
    of: { issuer: (truth) => `${truth}/` },
  },
  'look-alike-host': {
    fr: 'une adresse dont l’hôte commence comme le bon',
    en: 'an address whose host begins like the right one',
    quick: true,
    of: {
      issuer: (truth) =>
        atHost(truth, (url) => `${url.protocol}//${url.hostname}.${reservedMarks.issuer}${url.pathname}`),
    },
  },
  'look-alike-user': {
    fr: 'une adresse qui porte le bon hôte comme nom d’utilisateur',
    en: 'an address that bears the right host as its user name',
    of: {
      issuer: (truth) =>
        atHost(truth, (url) => `${url.protocol}//${url.hostname}@${reservedMarks.issuer}${url.pathname}`),
    },
  },
  sibling: {
    fr: 'l’adresse d’une autre plateforme, au chemin près semblable',
    en: 'the address of another platform, alike but for the host',
    of: { issuer: (truth) => atHost(truth, (url) => `${reservedIssuer}${url.pathname}`) },
  },
  'empty-list': {
    fr: 'un tableau vide',
    en: 'an empty array',
    carrier: 'json',
    of: { audience: () => [] },
  },
  'with-another': {
    fr: 'un tableau qui contient aussi un service inconnu',
    en: 'an array that also contains an unknown client',
    carrier: 'json',
    quick: true,
    of: { audience: (truth) => [truth, reservedClient] },
  },
  'after-another': {
    fr: 'un tableau où le service inconnu vient d’abord',
    en: 'an array in which the unknown client comes first',
    carrier: 'json',
    of: { audience: (truth) => [reservedClient, truth] },
  },
  'others-only': {
    fr: 'un tableau de services inconnus',
    en: 'an array of unknown clients',
    carrier: 'json',
    of: { audience: () => [reservedClient, `${reservedClient}-2`] },
  },
  'other-alone': {
    fr: 'un tableau d’un seul service, inconnu',
    en: 'an array of one client, an unknown one',
    carrier: 'json',
    of: { audience: () => [reservedClient] },
  },
  lowest: {
    fr: 'eidas1, plus bas que demandé',
    en: 'eidas1, lower than asked',
    quick: true,
    of: { level: (truth) => unlike(truth, levels[0]) },
  },
  'one-below': {
    fr: 'd’un niveau plus bas que demandé',
    en: 'one level lower than asked',
    quick: true,
    of: { level: (truth) => levels[levelNames.indexOf(truth) - 1] },
  },
  'level-zero': { fr: 'eidas0', en: 'eidas0', of: { level: () => 'eidas0' } },
  'level-ten': { fr: 'eidas10', en: 'eidas10', of: { level: () => 'eidas10' } },
  'sorts-above': {
    fr: 'un texte qui vient après tous les niveaux',
    en: 'a text that sorts above every level',
    of: { level: () => 'zzz' },
  },
  'level-number': { fr: 'le chiffre 9', en: 'the digit 9', of: { level: () => '9' } },
  'level-word': { fr: 'le mot «\u00a0high\u00a0»', en: 'the word “high”', of: { level: () => 'high' } },
  'level-address': {
    fr: 'une adresse de niveau eIDAS',
    en: 'an address of an eIDAS level',
    of: { level: () => 'http://eidas.europa.eu/LoA/high' },
  },
  'several-levels': {
    fr: 'plusieurs niveaux dans un texte',
    en: 'several levels in one text',
    of: { level: (truth) => `eidas1 ${truth}` },
  },
} as const satisfies Readonly<Record<string, Mutation>>;

export type MutationName = keyof typeof mutations;
export const mutationNames = Object.keys(mutations) as [MutationName, ...MutationName[]];

export function mutationOf(name: MutationName): Mutation {
  return mutations[name];
}

/** The wrong value; {@link absent} when it is left out, undefined when there is none for this truth. */
export function mutate(
  name: MutationName,
  { kind, truth, others }: { readonly kind: ValueKind; readonly truth: string; readonly others: Others },
): unknown {
  return mutationOf(name).of[kind]?.(truth, others);
}
