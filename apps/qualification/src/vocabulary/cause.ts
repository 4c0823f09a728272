/** What may be wrong with a service, in words for people: one cause turns many scenarios red. */
import type { Localized } from '@garance/core';

export const causes = {
  'id-token-signature': {
    fr: 'La signature de l’id_token n’est pas vérifiée, ou l’est d’une façon qui se contourne',
    en: 'The id_token’s signature is not verified, or in a way that can be got round',
  },
  'userinfo-signature': {
    fr: 'La signature de userinfo n’est pas vérifiée, ou l’est d’une façon qui se contourne',
    en: 'Userinfo’s signature is not verified, or in a way that can be got round',
  },
  'id-token-encryption': {
    fr: 'Le chiffrement de l’id_token n’est pas exigé comme il est enregistré',
    en: 'The id_token’s encryption is not required as it is registered',
  },
  'userinfo-encryption': {
    fr: 'Le chiffrement de userinfo n’est pas exigé comme il est enregistré',
    en: 'Userinfo’s encryption is not required as it is registered',
  },
  state: {
    fr: 'state n’est pas comparé à celui du navigateur',
    en: 'state is not compared with the browser’s',
  },
  'callback-iss': {
    fr: 'iss du retour n’est pas comparé à l’émetteur',
    en: 'The callback’s iss is not compared with the issuer',
  },
  code: { fr: 'Un retour sans code connecte', en: 'A return without a code signs in' },
  nonce: { fr: 'nonce n’est pas comparé', en: 'nonce is not compared' },
  iss: { fr: 'iss de l’id_token n’est pas comparé', en: 'The id_token’s iss is not compared' },
  aud: { fr: 'aud de l’id_token n’est pas comparé', en: 'The id_token’s aud is not compared' },
  azp: { fr: 'azp n’est pas comparé', en: 'azp is not compared' },
  sub: { fr: 'sub de l’id_token n’est pas exigé', en: 'The id_token’s sub is not required' },
  acr: { fr: 'Le niveau (acr) n’est pas comparé', en: 'The level (acr) is not compared' },
  'at-hash': { fr: 'at_hash n’est pas comparé', en: 'at_hash is not compared' },
  times: { fr: 'Les dates de l’id_token ne sont pas contrôlées', en: 'The id_token’s times are not checked' },
  'userinfo-times': {
    fr: 'Les dates de userinfo ne sont pas contrôlées',
    en: 'Userinfo’s times are not checked',
  },
  'userinfo-sub': {
    fr: 'sub de userinfo n’est pas comparé à celui de l’id_token',
    en: 'Userinfo’s sub is not compared with the id_token’s',
  },
  'userinfo-iss': { fr: 'iss de userinfo n’est pas comparé', en: 'Userinfo’s iss is not compared' },
  'userinfo-aud': { fr: 'aud de userinfo n’est pas comparé', en: 'Userinfo’s aud is not compared' },
  told: {
    fr: 'Une erreur annoncée par la plateforme n’est pas expliquée à la personne',
    en: 'An error that the platform announces is not explained to the person',
  },
  identity: {
    fr: 'Une identité valable n’est pas admise, ou n’est pas montrée telle qu’elle est',
    en: 'A valid identity is not admitted, or not shown as it is',
  },
  accounts: {
    fr: 'Le compte n’est pas lié au seul couple iss et sub',
    en: 'The account is not bound to the pair iss and sub alone',
  },
  markup: {
    fr: 'Ce qui est reçu de la personne devient partie de la page',
    en: 'What is received of the person becomes part of the page',
  },
  'return-address': {
    fr: 'La page de retour peut être celle d’un autre site',
    en: 'The page to return to may be another site’s',
  },
  exposure: {
    fr: 'Ce qui doit rester au serveur arrive dans le navigateur, ses adresses ou un autre site',
    en: 'What must stay on the server ends in the browser, its addresses or another site',
  },
} as const satisfies Readonly<Record<string, Localized>>;
export type CauseId = keyof typeof causes;
