import type { Localized } from '@garance/core';

/** How to mend what lets a wrongly protected token pass. */
export const protectionAdvice = {
  algorithm: {
    fr: 'Fixez l’algorithme à celui de votre enregistrement, ES256 ou RS256, au lieu de croire l’en-tête\u00a0: algorithms: ["ES256"] (jose, PyJWT), id_token_signed_response_alg (openid-client), jwsAlgorithm (Spring Security).',
    en: 'Pin the algorithm to the one you registered, ES256 or RS256, instead of believing the header: algorithms: ["ES256"] (jose, PyJWT), id_token_signed_response_alg (openid-client), jwsAlgorithm (Spring Security).',
  },
  confusion: {
    fr: 'Fixez l’algorithme à celui de votre enregistrement (algorithms: ["ES256"] ou ["RS256"]), et ne donnez jamais une clé publique sous forme de texte à une fonction qui sait aussi vérifier un HMAC\u00a0: la clé publique n’est pas un secret, et un secret partagé ne prouve pas d’où vient le jeton.',
    en: 'Pin the algorithm to the one you registered (algorithms: ["ES256"] or ["RS256"]), and never hand a public key as text to a function that can also verify an HMAC: the public key is no secret, and a shared secret does not prove where the token comes from.',
  },
  signature: {
    fr: 'Vérifiez la signature avec les clés de jwks_uri avant de lire quoi que ce soit\u00a0: jwtVerify avec createRemoteJWKSet (jose), enableNonRepudiationChecks(config) (openid-client, qui sinon se fie à TLS comme le Core le permet, pour l’id_token et pour userinfo), PyJWKClient (PyJWT). N’utilisez pas decodeJwt ou verify_signature=False.',
    en: 'Verify the signature with the keys of jwks_uri before reading anything: jwtVerify with createRemoteJWKSet (jose), enableNonRepudiationChecks(config) (openid-client, which otherwise relies on TLS as Core allows, for the id_token and for userinfo), PyJWKClient (PyJWT). Do not use decodeJwt or verify_signature=False.',
  },
  key: {
    fr: 'N’admettez que les clés de jwks_uri. Quand le kid est inconnu, relisez le jeu de clés une fois, puis refusez\u00a0: ne continuez pas sans vérifier.',
    en: 'Admit only the keys of jwks_uri. When the kid is unknown, read the key set again once, then refuse: do not go on unverified.',
  },
  'own-key': {
    fr: 'Ne prenez jamais une clé que le jeton apporte ou désigne lui-même (jwk, jku, x5c, x5u)\u00a0: un inconnu choisirait vos clés, et ferait appeler à votre serveur l’adresse qu’il veut. N’utilisez que jwks_uri du document de découverte. Avec jose, passez createRemoteJWKSet et non EmbeddedJWK à jwtVerify. N’employez kid que pour chercher dans ce jeu.',
    en: 'Never take a key that the token itself brings or points to (jwk, jku, x5c, x5u): a stranger would choose your keys, and make your server call any address. Use only the jwks_uri of the discovery document. With jose pass createRemoteJWKSet, not EmbeddedJWK, to jwtVerify. Use kid only to search that set.',
  },
  crit: {
    fr: 'Refusez un jeton dont crit nomme ce que vous ne traitez pas. jose, jose4j et Nimbus le font\u00a0; ailleurs, mettez votre bibliothèque à jour ou contrôlez l’en-tête vous-même.',
    en: 'Refuse a token whose crit names what you do not process. jose, jose4j and Nimbus do; elsewhere update your library, or check the header yourself.',
  },
  form: {
    fr: 'N’admettez que la forme compacte, de trois parties séparées par des points\u00a0: compactVerify ou jwtVerify (jose), et non generalVerify ou flattenedVerify\u00a0; ne découpez pas le jeton vous-même.',
    en: 'Admit only the compact form, of three parts with dots between: compactVerify or jwtVerify (jose), not generalVerify or flattenedVerify; do not cut the token up yourself.',
  },
  encryption: {
    fr: 'Exigez un JWE à cinq parties et n’admettez que l’algorithme et le chiffrement de votre enregistrement\u00a0: enableDecryptingResponses(config, ["A256GCM"], …) (openid-client), keyManagementAlgorithms et contentEncryptionAlgorithms (jose), OIDCIDTokenEncryptedResponseAlg (mod_auth_openidc). Puis exigez et vérifiez un JWS signé à l’intérieur\u00a0: déchiffrer ne prouve rien sur l’auteur. Ne choisissez pas le traitement d’après la forme du jeton.',
    en: 'Require a JWE of five parts and admit only the algorithm and the encryption that you registered: enableDecryptingResponses(config, ["A256GCM"], …) (openid-client), keyManagementAlgorithms and contentEncryptionAlgorithms (jose), OIDCIDTokenEncryptedResponseAlg (mod_auth_openidc). Then require and verify a signed JWS inside: decrypting proves nothing about the author. Do not choose the processing by the token’s shape.',
  },
  zip: {
    fr: 'Refusez un JWE dont l’en-tête contient zip\u00a0: un petit jeton peut s’étendre jusqu’à épuiser la mémoire, et la compression révèle le contenu par la longueur. Si votre bibliothèque l’admet, lisez l’en-tête avant de déchiffrer.',
    en: 'Refuse a JWE whose header contains zip: a small token may expand until memory is exhausted, and compression reveals content by its length. Where your library accepts it, read the header before decrypting.',
  },
} as const satisfies Readonly<Record<string, Localized>>;
export type AdviceId = keyof typeof protectionAdvice;
