/** Every value that a service compares: where it stands, what it is, which clause asks, and which wrong values it takes. */
import type { Localized, QualificationFamily, ScenarioLevel } from '@garance/core';
import type { CauseId } from '../../vocabulary/cause.ts';
import type { MutationName, ValueKind } from '../../vocabulary/mutation.ts';
import type { CellClass } from './cell.ts';

export interface Place {
  /** `<family>.<value>`: its cells are named `<family>.<value>-<mutation>`. */
  readonly id: string;
  readonly family: QualificationFamily;
  readonly at: 'callback' | 'id_token' | 'userinfo';
  /** Name of the parameter or claim. */
  readonly member: string;
  readonly kind: ValueKind;
  readonly cause: CauseId;
  readonly clause: string;
  readonly level: ScenarioLevel;
  readonly advice: Localized;
  /** Absent: every mutation of the kind. */
  readonly only?: readonly MutationName[];
  readonly without?: readonly MutationName[];
  /** Where a single cell is of another class than the place. */
  readonly classes?: Partial<Readonly<Record<MutationName, CellClass>>>;
  /** Names that cells had before the tables existed, kept because reports are compared by them. */
  readonly ids?: Partial<Readonly<Record<MutationName, string>>>;
  /** Levels that are lower than asked for exist on plus alone. */
  readonly plusOnly?: readonly MutationName[];
}

/** Values that are no text. */
const types = ['absent', 'empty', 'null', 'zero', 'true', 'object', 'array'] as const;

const callback: readonly Place[] = [
  {
    id: 'callback.state',
    family: 'callback',
    at: 'callback',
    member: 'state',
    kind: 'opaque',
    cause: 'state',
    clause: 'RFC 6749 §4.1.2 and §10.12; RFC 9700 §4.7',
    level: 'standard',
    ids: { absent: 'callback.missing-state', constant: 'callback.wrong-state' },
    advice: {
      fr: 'Gardez state dans la session du navigateur et comparez-le, entier, avant d’échanger le code\u00a0: expectedState de authorizationCodeGrant (openid-client), checks: ["state"] (@auth/core). Sans lui, un inconnu peut connecter votre visiteur sous son propre compte.',
      en: 'Keep state in the browser’s session and compare it, whole, before exchanging the code: expectedState of authorizationCodeGrant (openid-client), checks: ["state"] (@auth/core). Without it a stranger can sign your visitor in under their own account.',
    },
    // A state that was begun and not answered yet is one that this browser sent.
    classes: { 'other-login': 'observed' },
  },
  {
    id: 'callback.iss',
    family: 'callback',
    at: 'callback',
    member: 'iss',
    kind: 'issuer',
    cause: 'callback-iss',
    clause: 'RFC 9207 §2.4; RFC 9700 §4.4.2',
    level: 'standard',
    classes: { absent: 'recommended' },
    ids: { absent: 'callback.issuer-absent', constant: 'callback.wrong-issuer' },
    advice: {
      fr: 'Comparez iss de la réponse, caractère pour caractère, à l’émetteur auquel la demande a été envoyée, et refusez une réponse sans iss quand la découverte l’annonce (authorization_response_iss_parameter_supported)\u00a0: openid-client et oauth4webapi le font\u00a0; ailleurs, lisez le paramètre et comparez. C’est la défense contre la confusion de deux plateformes (mix-up).',
      en: 'Compare iss of the answer, character for character, with the issuer that the request was sent to, and refuse an answer without iss where discovery announces it (authorization_response_iss_parameter_supported): openid-client and oauth4webapi do; elsewhere read the parameter and compare. It is the defence against mixing up two platforms.',
    },
  },
  {
    id: 'callback.code',
    family: 'callback',
    at: 'callback',
    member: 'code',
    kind: 'opaque',
    cause: 'code',
    clause: 'RFC 6749 §4.1.2',
    level: 'standard',
    only: ['absent', 'empty'],
    ids: { absent: 'callback.no-code', empty: 'callback.empty-code' },
    advice: {
      fr: 'Traitez une réponse sans code comme un échec, avec une page qui propose de recommencer\u00a0; n’envoyez pas une demande de jeton vide.',
      en: 'Treat an answer without code as a failure, with a page that offers to try again; do not send an empty token request.',
    },
  },
];

const idToken: readonly Place[] = [
  {
    id: 'id-token.iss',
    family: 'id-token',
    at: 'id_token',
    member: 'iss',
    kind: 'issuer',
    cause: 'iss',
    clause: 'OpenID Connect Core 1.0 §3.1.3.7, 2',
    level: 'standard',
    ids: { absent: 'id-token.missing-iss', constant: 'id-token.wrong-issuer' },
    advice: {
      fr: 'Comparez iss, caractère pour caractère, à l’issuer du document de découverte, et refusez qu’il manque. C’est l’option issuer de jwtVerify (jose) et de jwt.decode (PyJWT), setExpectedIssuer (jose4j), JwtValidators.createDefaultWithIssuer (Spring Security)\u00a0; openid-client le fait toujours.',
      en: 'Compare iss, character for character, with the issuer of the discovery document, and refuse when it is missing. It is the option issuer of jwtVerify (jose) and of jwt.decode (PyJWT), setExpectedIssuer (jose4j), JwtValidators.createDefaultWithIssuer (Spring Security); openid-client always does it.',
    },
  },
  {
    id: 'id-token.aud',
    family: 'id-token',
    at: 'id_token',
    member: 'aud',
    kind: 'audience',
    cause: 'aud',
    clause: 'OpenID Connect Core 1.0 §3.1.3.7, 3',
    level: 'standard',
    ids: { absent: 'id-token.missing-aud', constant: 'id-token.wrong-audience' },
    advice: {
      fr: 'Exigez que aud soit exactement votre client_id, seul\u00a0: option audience de jwtVerify (jose) ou de jwt.decode (PyJWT), OidcIdTokenValidator (Spring Security). Refusez qu’il manque, et qu’il nomme aussi un service en qui vous n’avez pas confiance. Ne désactivez jamais ce contrôle (verify_aud=False).',
      en: 'Require that aud is exactly your client_id, alone: option audience of jwtVerify (jose) or of jwt.decode (PyJWT), OidcIdTokenValidator (Spring Security). Refuse when it is missing, and when it also names a client that you do not trust. Never switch this check off (verify_aud=False).',
    },
  },
  {
    id: 'id-token.azp',
    family: 'id-token',
    at: 'id_token',
    member: 'azp',
    kind: 'client',
    cause: 'azp',
    clause: 'OpenID Connect Core 1.0 §3.1.3.7, 4 and 5',
    level: 'recommended',
    only: [
      'empty',
      'zero',
      'array',
      'other-case',
      'extended',
      'preceded',
      'contains',
      'same-length',
      'constant',
    ],
    advice: {
      fr: 'Quand l’id_token porte azp, exigez que ce soit votre client_id\u00a0: Spring Security et mod_auth_openidc le font\u00a0; ailleurs, comparez après la vérification.',
      en: 'Where the id_token has azp, require that it is your client_id: Spring Security and mod_auth_openidc do; elsewhere compare after the verification.',
    },
  },
  {
    id: 'id-token.sub',
    family: 'id-token',
    at: 'id_token',
    member: 'sub',
    kind: 'subject',
    cause: 'sub',
    clause: 'OpenID Connect Core 1.0 §2 (ID Token: sub REQUIRED)',
    level: 'standard',
    only: types,
    ids: { absent: 'id-token.missing-sub' },
    advice: {
      fr: 'Lisez sub, exigez un texte qui n’est pas vide, et refusez qu’il manque\u00a0; ne retombez jamais sur l’adresse électronique ou le nom. Avec jose\u00a0: jwtVerify(…, { requiredClaims: ["sub"] }).',
      en: 'Read sub, require a text that is not empty, and refuse when it is missing; never fall back on the e-mail address or the name. With jose: jwtVerify(…, { requiredClaims: ["sub"] }).',
    },
  },
  {
    id: 'id-token.nonce',
    family: 'id-token',
    at: 'id_token',
    member: 'nonce',
    kind: 'opaque',
    cause: 'nonce',
    clause: 'OpenID Connect Core 1.0 §3.1.3.7, 11',
    level: 'standard',
    ids: { absent: 'id-token.missing-nonce', constant: 'id-token.wrong-nonce' },
    advice: {
      fr: 'Gardez le nonce dans la session qui a commencé la connexion, comparez-le, entier, à celui de l’id_token, et refusez qu’il manque\u00a0: expectedNonce de authorizationCodeGrant (openid-client), checks: ["nonce"] (@auth/core), le nonce de OidcAuthorizationCodeAuthenticationProvider (Spring Security). Sans lui, un code volé à une autre personne peut être injecté ici.',
      en: 'Keep the nonce in the session that began the login, compare it, whole, with the id_token’s, and refuse when it is missing: expectedNonce of authorizationCodeGrant (openid-client), checks: ["nonce"] (@auth/core), the nonce of OidcAuthorizationCodeAuthenticationProvider (Spring Security). Without it a code stolen from somebody else can be injected here.',
    },
  },
  {
    id: 'id-token.acr',
    family: 'id-token',
    at: 'id_token',
    member: 'acr',
    kind: 'level',
    cause: 'acr',
    clause: 'OpenID Connect Core 1.0 §3.1.3.7, 12; Garance, platforms: Tokens',
    level: 'platform',
    ids: { absent: 'id-token.missing-acr', lowest: 'id-token.lower-level' },
    plusOnly: ['lowest', 'one-below'],
    advice: {
      fr: 'Gardez le niveau demandé dans la session et cherchez acr parmi les niveaux que vous acceptez, dans l’ordre eidas1 < eidas2 < eidas3\u00a0; un acr absent, inconnu ou plus bas vaut refus. N’écrivez pas «\u00a0si acr est là et plus bas\u00a0», et ne comparez pas des textes. Les bibliothèques ne le font pas d’elles-mêmes\u00a0: lisez claims().acr après l’échange du code.',
      en: 'Keep the level asked for in the session and look acr up among the levels that you accept, in the order eidas1 < eidas2 < eidas3; an acr that is absent, unknown or lower means refusal. Do not write “if acr is there and lower”, and do not compare texts. Libraries do not do it by themselves: read claims().acr after the code exchange.',
    },
  },
  {
    id: 'id-token.at-hash',
    family: 'id-token',
    at: 'id_token',
    member: 'at_hash',
    kind: 'opaque',
    cause: 'at-hash',
    clause: 'OpenID Connect Core 1.0 §3.1.3.8',
    level: 'recommended',
    only: [
      'empty',
      'zero',
      'array',
      'other-case',
      'prefix',
      'extended',
      'last-changed',
      'constant',
      'other-browser',
    ],
    advice: {
      fr: 'Quand l’id_token porte at_hash, comparez-le à la première moitié du SHA-256 du jeton d’accès\u00a0: openid-client et Spring Security ne le font pas pour un code\u00a0; mod_auth_openidc le fait.',
      en: 'Where the id_token has at_hash, compare it with the left half of the access token’s SHA-256: openid-client and Spring Security do not for a code; mod_auth_openidc does.',
    },
  },
];

const userinfo: readonly Place[] = [
  {
    id: 'userinfo.sub',
    family: 'userinfo',
    at: 'userinfo',
    member: 'sub',
    kind: 'subject',
    cause: 'userinfo-sub',
    clause: 'OpenID Connect Core 1.0 §5.3.2',
    level: 'standard',
    ids: { constant: 'userinfo.other-sub' },
    advice: {
      fr: 'Comparez le sub de userinfo, entier, à celui de l’id_token avant d’employer quoi que ce soit\u00a0: c’est l’argument expectedSubject de fetchUserInfo (openid-client)\u00a0; Spring Security le fait dans OidcUserService. Refusez aussi qu’il manque.',
      en: 'Compare userinfo’s sub, whole, with the id_token’s before using anything: it is the argument expectedSubject of fetchUserInfo (openid-client); Spring Security does it in OidcUserService. Refuse a missing one too.',
    },
  },
  {
    id: 'userinfo.iss',
    family: 'userinfo',
    at: 'userinfo',
    member: 'iss',
    kind: 'issuer',
    cause: 'userinfo-iss',
    clause: 'OpenID Connect Core 1.0 §5.3.2 and §5.3.4',
    level: 'recommended',
    ids: { constant: 'userinfo.wrong-issuer' },
    advice: {
      fr: 'Contrôlez iss dans userinfo signé, comme dans l’id_token\u00a0: option issuer de jwtVerify (jose).',
      en: 'Check iss in a signed userinfo answer as in the id_token: option issuer of jwtVerify (jose).',
    },
  },
  {
    id: 'userinfo.aud',
    family: 'userinfo',
    at: 'userinfo',
    member: 'aud',
    kind: 'audience',
    cause: 'userinfo-aud',
    clause: 'OpenID Connect Core 1.0 §5.3.2 and §5.3.4',
    level: 'recommended',
    ids: { constant: 'userinfo.wrong-audience' },
    advice: {
      fr: 'Contrôlez aud dans userinfo signé, comme dans l’id_token\u00a0: option audience de jwtVerify (jose).',
      en: 'Check aud in a signed userinfo answer as in the id_token: option audience of jwtVerify (jose).',
    },
  },
];

export const places: readonly Place[] = [...callback, ...idToken, ...userinfo];
