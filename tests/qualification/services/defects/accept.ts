/** Services that refuse what the platform rightly sends. */

import { fetchKeys } from '../hub/hub-keys.ts';
import { Refusal } from '../refusal.ts';
import type { Claims } from '../types.ts';
import { both, type Defect, doing, plusOnly, replaced, withCheck, without } from './defect.ts';

const text = (claims: Claims, name: string) => (typeof claims[name] === 'string' ? claims[name] : '');
const names = (claims: Claims) => `${text(claims, 'given_name')} ${text(claims, 'family_name')}`;

const knownClaims = new Set([
  ...['iss', 'sub', 'aud', 'exp', 'iat', 'auth_time', 'nonce', 'acr', 'amr', 'at_hash', 'azp'],
  ...['given_name', 'family_name', 'birthdate', 'gender', 'birthplace', 'birthcountry'],
  ...['email', 'preferred_username', 'given_name_array', 'jti'],
]);

export const acceptDefects: readonly Defect[] = [
  {
    name: 'knows-nobody-twice',
    platforms: both,
    title: {
      fr: 'Échoue à la deuxième connexion d’une personne : le compte existe déjà',
      en: 'Fails at a person’s second login: the account exists already',
    },
    turnsRed: ['accept.plain'],
    plant: (honest) => {
      const known = new Set<string>();
      return doing(honest, {
        verifyAnswer: async (exchange) => {
          const verified = await honest.does.verifyAnswer(exchange);
          const key = honest.does.accountKey(verified);
          if (known.has(key)) throw new Refusal('account.exists');
          known.add(key);
          return verified;
        },
      });
    },
  },
  {
    name: 'compares-level-by-equality',
    platforms: plusOnly,
    title: { fr: 'Compare le niveau par égalité', en: 'Compares the level by equality' },
    turnsRed: ['accept.higher-level'],
    plant: (honest) => replaced(honest, 'idToken', 'acr', ({ claims, level }) => claims.acr === level),
  },
  {
    name: 'wants-audience-as-text',
    platforms: both,
    title: { fr: 'Refuse aud en tableau', en: 'Refuses aud as an array' },
    turnsRed: ['accept.audience-array'],
    plant: (honest) => replaced(honest, 'idToken', 'aud', ({ claims, clientId }) => claims.aud === clientId),
  },
  {
    name: 'keeps-first-hub-keys',
    platforms: both,
    title: {
      fr: 'Garde pour toujours les premières clés lues',
      en: 'Keeps the first keys it read for ever',
    },
    turnsRed: ['accept.new-signing-key'],
    plant: (honest) =>
      doing(honest, {
        createKeys: (service) => {
          let first: ReturnType<typeof fetchKeys> | undefined;
          const all = async () => {
            first ??= fetchKeys(service);
            return first;
          };
          return { all, find: async (kid) => (await all()).find((jwk) => jwk.kid === kid) };
        },
      }),
  },
  {
    name: 'knows-one-decryption-key',
    platforms: plusOnly,
    title: {
      fr: 'Publie deux clés de chiffrement mais n’en connaît qu’une',
      en: 'Publishes two encryption keys but knows only one',
    },
    turnsRed: ['accept.second-encryption-key'],
    plant: (honest) =>
      replaced(
        honest,
        'jwe',
        'key',
        ({ header, service }) => header.kid === service.settings.keys.encryption[0].kid,
      ),
  },
  {
    name: 'refuses-unknown-claims',
    platforms: both,
    title: { fr: 'Refuse ce qu’il ne connaît pas', en: 'Refuses claims that it does not know' },
    turnsRed: ['accept.extra-claims'],
    plant: (honest) =>
      withCheck(honest, 'person', ({ claims }) => Object.keys(claims).every((name) => knownClaims.has(name))),
  },
  {
    name: 'requires-usage-name',
    platforms: both,
    title: { fr: 'Exige un nom d’usage', en: 'Requires a usage name' },
    turnsRed: ['accept.optional-claim-absent'],
    plant: (honest) => withCheck(honest, 'person', ({ claims }) => text(claims, 'preferred_username') !== ''),
  },
  {
    name: 'refuses-accents',
    platforms: both,
    title: { fr: 'Refuse accents et apostrophes', en: 'Refuses accents and apostrophes' },
    turnsRed: [
      ...['accept.accented-identity', 'accept.straight-apostrophes', 'accept.rare-letters'],
      ...['accept.long-identity', 'sessions.other-accent-other-sub'],
    ],
    plant: (honest) => withCheck(honest, 'person', ({ claims }) => /^[A-Za-z -]+$/.test(names(claims))),
  },
  {
    name: 'refuses-hyphens',
    platforms: both,
    title: { fr: 'Refuse les traits d’union', en: 'Refuses hyphens' },
    turnsRed: [
      ...['accept.hyphenated-identity', 'accept.rare-letters', 'accept.long-identity'],
      ...['accept.born-overseas'],
    ],
    plant: (honest) => withCheck(honest, 'person', ({ claims }) => !names(claims).includes('-')),
  },
  {
    name: 'refuses-presumed-date',
    // Standard gives the register's form of such a date, which every calendar knows.
    platforms: plusOnly,
    title: { fr: 'Refuse une date présumée', en: 'Refuses a presumed date' },
    turnsRed: ['accept.presumed-date', 'accept.presumed-day'],
    plant: (honest) =>
      withCheck(honest, 'person', ({ claims }) => !Number.isNaN(Date.parse(text(claims, 'birthdate')))),
  },
  {
    name: 'requires-birthplace',
    platforms: both,
    title: { fr: 'Exige une commune de naissance', en: 'Requires a commune of birth' },
    turnsRed: ['accept.born-abroad'],
    plant: (honest) => withCheck(honest, 'person', ({ claims }) => text(claims, 'birthplace') !== ''),
  },
  {
    name: 'wants-birthplace-in-digits',
    platforms: both,
    title: { fr: 'Veut une commune en chiffres seulement', en: 'Wants a commune in digits only' },
    turnsRed: ['accept.corsican-commune'],
    plant: (honest) => withCheck(honest, 'person', ({ claims }) => /^\d*$/.test(text(claims, 'birthplace'))),
  },
  {
    name: 'wants-token-type-in-one-case',
    platforms: both,
    title: { fr: 'Compare token_type à la casse près', en: 'Compares token_type with its case' },
    turnsRed: ['accept.token-type-case'],
    plant: (honest) =>
      replaced(honest, 'tokenAnswer', 'token_type', ({ body }) => body.token_type === 'Bearer'),
  },
  {
    name: 'takes-any-token-type',
    platforms: both,
    title: { fr: 'Ne regarde pas token_type', en: 'Does not look at token_type' },
    turnsRed: ['token-endpoint.unknown-token-type'],
    plant: (honest) => without(honest, 'tokenAnswer', 'token_type'),
  },
  {
    name: 'refuses-unknown-parameters',
    platforms: both,
    title: { fr: 'Refuse un paramètre de plus au retour', en: 'Refuses one more parameter at the callback' },
    turnsRed: ['accept.callback-extra-parameter'],
    plant: (honest) =>
      withCheck(honest, 'callback', ({ params }) =>
        [...params.keys()].every((name) => /^(?:code|state|iss|error|error_description)$/.test(name)),
      ),
  },
  {
    name: 'refuses-unknown-members',
    platforms: both,
    title: { fr: 'Refuse un membre de plus au jeton', en: 'Refuses one more member of the token answer' },
    turnsRed: ['accept.token-extra-member'],
    plant: (honest) =>
      withCheck(honest, 'tokenAnswer', ({ body }) => !Object.keys(body).includes('not_before_policy')),
  },
  {
    name: 'requires-at-hash',
    platforms: both,
    title: { fr: 'Exige at_hash', en: 'Requires at_hash' },
    turnsRed: ['accept.at-hash-absent'],
    plant: (honest) => withCheck(honest, 'idToken', ({ claims }) => claims.at_hash !== undefined),
  },
  {
    name: 'gives-up-without-fresh-keys',
    platforms: both,
    title: {
      fr: 'Renonce quand les clés ne peuvent être relues',
      en: 'Gives up when keys cannot be read again',
    },
    turnsRed: ['discovery.keys-unavailable'],
    plant: (honest) =>
      doing(honest, {
        createKeys: (service) => ({
          all: () => fetchKeys(service),
          find: async (kid) => (await fetchKeys(service)).find((jwk) => jwk.kid === kid),
        }),
      }),
  },
  {
    name: 'ignores-discovered-issuer',
    platforms: both,
    title: {
      fr: 'Ne compare pas l’émetteur de la découverte',
      en: 'Does not compare the issuer of the discovery document',
    },
    turnsRed: ['discovery.issuer-differs'],
    plant: (honest) => replaced(honest, 'discovery', 'issuer', () => true),
  },
];
