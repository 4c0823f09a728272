/** Libraries that are known by the redirect address which they make, and the setting of each that mends a cause. */
import type { Localized } from '@garance/core';
import type { CauseId } from '../vocabulary/cause.ts';

export interface Library {
  readonly name: string;
  /** By the cause: what to change in it. */
  readonly changes: Partial<Readonly<Record<CauseId, Localized>>>;
}

const libraries: readonly (Library & { readonly redirectPath: RegExp })[] = [
  {
    name: 'Spring Security',
    redirectPath: /\/login\/oauth2\/code\/[^/]+$/,
    changes: {
      'id-token-signature': {
        fr: 'un OidcIdTokenDecoderFactory dont setJwsAlgorithmResolver rend votre algorithme enregistré (ES256)',
        en: 'an OidcIdTokenDecoderFactory whose setJwsAlgorithmResolver gives your registered algorithm (ES256)',
      },
      'userinfo-signature': {
        fr: 'un OidcUserService à vous, qui lit userinfo par un NimbusJwtDecoder du jwks_uri',
        en: 'an OidcUserService of your own, which reads userinfo by a NimbusJwtDecoder of the jwks_uri',
      },
      acr: {
        fr: 'dans cet OidcUserService, comparez userRequest.getIdToken().getClaim("acr") au niveau demandé',
        en: 'in that OidcUserService compare userRequest.getIdToken().getClaim("acr") with the level asked for',
      },
    },
  },
  {
    name: 'mozilla-django-oidc',
    redirectPath: /\/oidc\/callback\/$/,
    changes: {
      'id-token-signature': {
        fr: 'OIDC_RP_SIGN_ALGO = "ES256" et OIDC_VERIFY_JWT = True',
        en: 'OIDC_RP_SIGN_ALGO = "ES256" and OIDC_VERIFY_JWT = True',
      },
      iss: {
        fr: 'une sous-classe d’OIDCAuthenticationBackend dont verify_claims compare iss, aud et acr',
        en: 'a subclass of OIDCAuthenticationBackend whose verify_claims compares iss, aud and acr',
      },
      aud: {
        fr: 'dans verify_claims, comparez aud à OIDC_RP_CLIENT_ID',
        en: 'in verify_claims compare aud with OIDC_RP_CLIENT_ID',
      },
      acr: {
        fr: 'dans verify_claims, comparez acr au niveau demandé',
        en: 'in verify_claims compare acr with the level asked for',
      },
      'userinfo-sub': {
        fr: 'dans get_userinfo, comparez sub à celui de payload',
        en: 'in get_userinfo compare sub with that of payload',
      },
      nonce: { fr: 'OIDC_USE_NONCE = True', en: 'OIDC_USE_NONCE = True' },
    },
  },
  {
    name: 'ASP.NET Core',
    redirectPath: /\/signin-oidc$/,
    changes: {
      'id-token-signature': {
        fr: 'TokenValidationParameters.ValidAlgorithms = ["ES256"] et RequireSignedTokens = true',
        en: 'TokenValidationParameters.ValidAlgorithms = ["ES256"] and RequireSignedTokens = true',
      },
      nonce: { fr: 'ProtocolValidator.RequireNonce = true', en: 'ProtocolValidator.RequireNonce = true' },
      acr: {
        fr: 'dans OnTokenValidated, comparez le claim acr au niveau demandé',
        en: 'in OnTokenValidated compare the claim acr with the level asked for',
      },
    },
  },
  {
    name: 'Auth.js',
    redirectPath: /\/auth\/callback\/[^/]+$/,
    changes: {
      'id-token-signature': {
        fr: 'client: { id_token_signed_response_alg: "ES256" } du provider, et la vérification de account.id_token par jwtVerify (jose) dans le callback signIn',
        en: 'client: { id_token_signed_response_alg: "ES256" } of the provider, and the verification of account.id_token by jwtVerify (jose) in the signIn callback',
      },
      state: { fr: 'checks: ["pkce", "state", "nonce"]', en: 'checks: ["pkce", "state", "nonce"]' },
      nonce: { fr: 'checks: ["pkce", "state", "nonce"]', en: 'checks: ["pkce", "state", "nonce"]' },
      acr: {
        fr: 'dans le callback signIn, comparez acr de account.id_token au niveau demandé',
        en: 'in the signIn callback compare acr of account.id_token with the level asked for',
      },
    },
  },
  {
    name: 'Keycloak',
    redirectPath: /\/broker\/[^/]+\/endpoint$/,
    changes: {
      'id-token-signature': {
        fr: '«\u00a0Validate signatures\u00a0» et «\u00a0Use JWKS URL\u00a0» du fournisseur d’identité',
        en: '“Validate signatures” and “Use JWKS URL” of the identity provider',
      },
    },
  },
  {
    name: 'mod_auth_openidc',
    redirectPath: /\/(?:oidc[_/-]?)?redirect_uri$/,
    changes: {
      'id-token-signature': {
        fr: 'OIDCIDTokenSignedResponseAlg ES256',
        en: 'OIDCIDTokenSignedResponseAlg ES256',
      },
      'userinfo-signature': {
        fr: 'OIDCUserInfoSignedResponseAlg ES256',
        en: 'OIDCUserInfoSignedResponseAlg ES256',
      },
      'id-token-encryption': {
        fr: 'OIDCIDTokenEncryptedResponseAlg et OIDCIDTokenEncryptedResponseEnc, comme enregistrés',
        en: 'OIDCIDTokenEncryptedResponseAlg and OIDCIDTokenEncryptedResponseEnc, as registered',
      },
      acr: {
        fr: 'Require claim acr:eidas2 (un par niveau admis), au lieu de Require valid-user',
        en: 'Require claim acr:eidas2 (one for each level admitted) instead of Require valid-user',
      },
    },
  },
];

/** Undefined when the addresses are no library's own. */
export function recogniseLibrary(redirectUris: readonly string[]): Library | undefined {
  const paths = redirectUris.flatMap((uri) => URL.parse(uri)?.pathname ?? []);
  return libraries.find(({ redirectPath }) => paths.some((path) => redirectPath.test(path)));
}
