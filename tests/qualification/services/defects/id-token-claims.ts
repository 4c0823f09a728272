/** One claim of the id_token not looked at, or looked at too kindly. */
import { both, cells, cellsWithout, type Defect, plusOnly, replaced, without } from './defect.ts';

export const idTokenClaimDefects: readonly Defect[] = [
  {
    name: 'ignores-iss',
    platforms: both,
    title: { fr: 'Ne contrôle pas iss', en: 'Does not check iss' },
    turnsRed: cells('id-token.iss'),
    plant: (honest) => without(honest, 'idToken', 'iss'),
  },
  {
    name: 'accepts-missing-iss',
    platforms: both,
    title: { fr: 'Accepte un id_token sans iss', en: 'Accepts an id_token without iss' },
    turnsRed: ['id-token.missing-iss'],
    plant: (honest) =>
      replaced(honest, 'idToken', 'iss', ({ claims }, honestly) => claims.iss === undefined || honestly()),
  },
  {
    name: 'ignores-aud',
    platforms: both,
    title: { fr: 'Ne contrôle pas aud', en: 'Does not check aud' },
    // That there is one only is another check.
    turnsRed: cellsWithout('id-token.aud', 'empty-list', 'with-another', 'after-another', 'others-only'),
    plant: (honest) => without(honest, 'idToken', 'aud'),
  },
  {
    name: 'accepts-missing-aud',
    platforms: both,
    title: { fr: 'Accepte un id_token sans aud', en: 'Accepts an id_token without aud' },
    turnsRed: ['id-token.missing-aud'],
    plant: (honest) =>
      replaced(honest, 'idToken', 'aud', ({ claims }, honestly) => claims.aud === undefined || honestly()),
  },
  {
    name: 'accepts-foreign-azp',
    platforms: both,
    title: {
      fr: 'Se contente de figurer parmi plusieurs audiences',
      en: 'Is content to be among several audiences',
    },
    turnsRed: [
      'id-token.several-audiences',
      ...cells('id-token.aud', 'with-another', 'after-another'),
      ...cells('id-token.azp'),
    ],
    plant: (honest) => without(honest, 'idToken', 'only-audience', 'azp'),
  },
  {
    name: 'ignores-azp',
    platforms: both,
    title: { fr: 'Ne contrôle pas azp', en: 'Does not check azp' },
    turnsRed: cells('id-token.azp'),
    matrixOnly: true,
    plant: (honest) => without(honest, 'idToken', 'azp'),
  },
  {
    name: 'ignores-aud-altogether',
    platforms: both,
    title: { fr: 'Ne regarde pas aud du tout', en: 'Does not look at aud at all' },
    // Of several audiences the foreign `azp` is still refused.
    turnsRed: cells('id-token.aud'),
    matrixOnly: true,
    plant: (honest) => without(honest, 'idToken', 'aud', 'only-audience'),
  },
  {
    name: 'takes-any-sub',
    platforms: both,
    title: { fr: 'Prend pour sub ce qui n’en est pas un', en: 'Takes for a sub what is none' },
    turnsRed: cells('id-token.sub'),
    plant: (honest) =>
      replaced(
        without(honest, 'idToken', 'sub'),
        'userinfo',
        'sub',
        ({ idToken }, honestly) => typeof idToken.sub !== 'string' || idToken.sub === '' || honestly(),
      ),
  },
  {
    name: 'ignores-at-hash',
    platforms: both,
    title: { fr: 'Ne contrôle pas at_hash', en: 'Does not check at_hash' },
    turnsRed: cells('id-token.at-hash'),
    matrixOnly: true,
    plant: (honest) => without(honest, 'idToken', 'at_hash'),
  },
  {
    name: 'accepts-missing-sub',
    platforms: both,
    title: { fr: 'Prend le sub de userinfo quand il manque', en: 'Takes userinfo’s sub when there is none' },
    turnsRed: ['id-token.missing-sub'],
    plant: (honest) =>
      replaced(
        without(honest, 'idToken', 'sub'),
        'userinfo',
        'sub',
        ({ idToken }, honestly) => idToken.sub === undefined || honestly(),
      ),
  },
  {
    name: 'ignores-exp',
    platforms: both,
    title: { fr: 'Ne contrôle pas exp', en: 'Does not check exp' },
    turnsRed: cells('id-token.times').filter((id) => /exp/.test(id)),
    plant: (honest) => without(honest, 'idToken', 'exp'),
  },
  {
    name: 'accepts-missing-exp',
    platforms: both,
    title: { fr: 'Accepte un id_token sans exp', en: 'Accepts an id_token without exp' },
    turnsRed: ['id-token.missing-exp'],
    plant: (honest) =>
      replaced(honest, 'idToken', 'exp', ({ claims }, honestly) => claims.exp === undefined || honestly()),
  },
  {
    name: 'accepts-missing-iat',
    platforms: both,
    title: { fr: 'Accepte un id_token sans iat', en: 'Accepts an id_token without iat' },
    turnsRed: ['id-token.missing-iat', 'id-token.iat-word'],
    plant: (honest) => without(honest, 'idToken', 'iat'),
  },
  {
    name: 'accepts-future-iat',
    platforms: both,
    title: { fr: 'Accepte un id_token de demain', en: 'Accepts an id_token of tomorrow' },
    turnsRed: ['id-token.future-iat', 'id-token.iat-just-outside'],
    plant: (honest) => without(honest, 'idToken', 'iat-not-future'),
  },
  {
    name: 'ignores-nonce',
    platforms: both,
    title: { fr: 'Ne contrôle pas nonce', en: 'Does not check nonce' },
    turnsRed: cells('id-token.nonce'),
    plant: (honest) => without(honest, 'idToken', 'nonce'),
  },
  {
    name: 'accepts-missing-nonce',
    platforms: both,
    title: { fr: 'Accepte un id_token sans nonce', en: 'Accepts an id_token without nonce' },
    turnsRed: ['id-token.missing-nonce'],
    plant: (honest) =>
      replaced(
        honest,
        'idToken',
        'nonce',
        ({ claims }, honestly) => claims.nonce === undefined || honestly(),
      ),
  },
  {
    name: 'ignores-acr',
    platforms: both,
    title: { fr: 'Ne contrôle pas acr', en: 'Does not check acr' },
    turnsRed: cells('id-token.acr'),
    plant: (honest) => without(honest, 'idToken', 'acr-known', 'acr'),
  },
  {
    name: 'accepts-lower-level',
    platforms: ['plus'],
    title: { fr: 'Accepte un niveau plus bas que demandé', en: 'Accepts a lower level than asked' },
    turnsRed: cells('id-token.acr', 'lowest', 'one-below'),
    plant: (honest) => without(honest, 'idToken', 'acr'),
  },
  {
    name: 'compares-level-as-text',
    platforms: plusOnly,
    title: { fr: 'Compare les niveaux comme des textes', en: 'Compares levels as texts' },
    turnsRed: cells(
      'id-token.acr',
      ...['extended', 'preceded', 'contains', 'repeated', 'constant'],
      ...['sorts-above', 'level-word', 'level-address'],
    ),
    plant: (honest) =>
      (['acr-known', 'acr'] as const).reduce(
        (planted, name) =>
          replaced(
            planted,
            'idToken',
            name,
            ({ claims, level }) => typeof claims.acr === 'string' && claims.acr >= level,
          ),
        honest,
      ),
  },
  {
    name: 'accepts-missing-acr',
    platforms: both,
    title: { fr: 'Accepte un id_token sans acr', en: 'Accepts an id_token without acr' },
    turnsRed: ['id-token.missing-acr'],
    plant: (honest) =>
      (['acr-known', 'acr'] as const).reduce(
        (planted, name) =>
          replaced(
            planted,
            'idToken',
            name,
            ({ claims }, honestly) => claims.acr === undefined || honestly(),
          ),
        honest,
      ),
  },
];
