/** Every scenario of the suite, explicitly: what is not in this list does not exist. */
import type { Scenario } from '../vocabulary/scenario.ts';
import { scenario as acceptAccentedIdentity } from './accept/accented-identity.ts';
import { scenario as acceptAudienceArray } from './accept/audience-array.ts';
import { scenario as acceptBornAbroad } from './accept/born-abroad.ts';
import { scenario as acceptCorsicanCommune } from './accept/corsican-commune.ts';
import { scenario as acceptExtraClaims } from './accept/extra-claims.ts';
import { scenario as acceptHigherLevel } from './accept/higher-level.ts';
import { scenario as acceptHyphenatedIdentity } from './accept/hyphenated-identity.ts';
import { scenario as acceptNewSigningKey } from './accept/new-signing-key.ts';
import { scenario as acceptOptionalClaimAbsent } from './accept/optional-claim-absent.ts';
import { scenario as acceptPlain } from './accept/plain.ts';
import { scenario as acceptPresumedDate } from './accept/presumed-date.ts';
import { scenario as acceptSecondEncryptionKey } from './accept/second-encryption-key.ts';
import { scenario as acceptTokenTypeCase } from './accept/token-type-case.ts';
import { scenario as callbackCodeInjection } from './callback/code-injection.ts';
import { scenario as callbackIssuerAbsent } from './callback/issuer-absent.ts';
import { scenario as callbackMissingState } from './callback/missing-state.ts';
import { scenario as callbackNoCode } from './callback/no-code.ts';
import { scenario as callbackReplayed } from './callback/replayed.ts';
import { scenario as callbackStateOfAnotherSession } from './callback/state-of-another-session.ts';
import { scenario as callbackTellsAccessDenied } from './callback/tells-access-denied.ts';
import { scenario as callbackTellsInvalidAcr } from './callback/tells-invalid-acr.ts';
import { scenario as callbackTellsInvalidScope } from './callback/tells-invalid-scope.ts';
import { scenario as callbackTellsServerError } from './callback/tells-server-error.ts';
import { scenario as callbackTellsTemporarilyUnavailable } from './callback/tells-temporarily-unavailable.ts';
import { scenario as callbackWrongIssuer } from './callback/wrong-issuer.ts';
import { scenario as callbackWrongState } from './callback/wrong-state.ts';
import { scenario as discoveryIssuerDiffers } from './discovery/issuer-differs.ts';
import { scenario as discoveryKeysUnavailable } from './discovery/keys-unavailable.ts';
import { scenario as idTokenAlgNone } from './id-token/alg-none.ts';
import { scenario as idTokenAlteredPayload } from './id-token/altered-payload.ts';
import { scenario as idTokenAlteredSignature } from './id-token/altered-signature.ts';
import { scenario as idTokenEmbeddedJku } from './id-token/embedded-jku.ts';
import { scenario as idTokenEmbeddedJwk } from './id-token/embedded-jwk.ts';
import { scenario as idTokenEncryptedToAnotherKey } from './id-token/encrypted-to-another-key.ts';
import { scenario as idTokenExpired } from './id-token/expired.ts';
import { scenario as idTokenFutureIat } from './id-token/future-iat.ts';
import { scenario as idTokenHs256ClientSecret } from './id-token/hs256-client-secret.ts';
import { scenario as idTokenHs256PublicDer } from './id-token/hs256-public-der.ts';
import { scenario as idTokenHs256PublicJwk } from './id-token/hs256-public-jwk.ts';
import { scenario as idTokenHs256PublicPem } from './id-token/hs256-public-pem.ts';
import { scenario as idTokenLowerLevel } from './id-token/lower-level.ts';
import { scenario as idTokenMissingAcr } from './id-token/missing-acr.ts';
import { scenario as idTokenMissingAud } from './id-token/missing-aud.ts';
import { scenario as idTokenMissingExp } from './id-token/missing-exp.ts';
import { scenario as idTokenMissingIat } from './id-token/missing-iat.ts';
import { scenario as idTokenMissingIss } from './id-token/missing-iss.ts';
import { scenario as idTokenMissingNonce } from './id-token/missing-nonce.ts';
import { scenario as idTokenMissingSub } from './id-token/missing-sub.ts';
import { scenario as idTokenNotEncrypted } from './id-token/not-encrypted.ts';
import { scenario as idTokenNotSigned } from './id-token/not-signed.ts';
import { scenario as idTokenRsa15 } from './id-token/rsa1-5.ts';
import { scenario as idTokenSeveralAudiences } from './id-token/several-audiences.ts';
import { scenario as idTokenStandardToken } from './id-token/standard-token.ts';
import { scenario as idTokenUnknownCrit } from './id-token/unknown-crit.ts';
import { scenario as idTokenUnknownKey } from './id-token/unknown-key.ts';
import { scenario as idTokenWrongAudience } from './id-token/wrong-audience.ts';
import { scenario as idTokenWrongIssuer } from './id-token/wrong-issuer.ts';
import { scenario as idTokenWrongNonce } from './id-token/wrong-nonce.ts';
import { scenario as idTokenZip } from './id-token/zip.ts';
import { scenario as logoutChecksState } from './logout/checks-state.ts';
import { scenario as logoutEndsLocalSession } from './logout/ends-local-session.ts';
import { scenario as logoutGoesToEndSession } from './logout/goes-to-end-session.ts';
import { scenario as requestsAcrValues } from './requests/acr-values.ts';
import { scenario as requestsClientAuthentication } from './requests/client-authentication.ts';
import { scenario as requestsNoCredentialsInUrl } from './requests/no-credentials-in-url.ts';
import { scenario as requestsNonce } from './requests/nonce.ts';
import { scenario as requestsPkce } from './requests/pkce.ts';
import { scenario as requestsPublishedKeys } from './requests/published-keys.ts';
import { scenario as requestsRedirectUri } from './requests/redirect-uri.ts';
import { scenario as requestsScopes } from './requests/scopes.ts';
import { scenario as requestsState } from './requests/state.ts';
import { scenario as requestsUsesDiscovery } from './requests/uses-discovery.ts';
import { scenario as sessionsBackAfterLogout } from './sessions/back-after-logout.ts';
import { scenario as sessionsCookieFlags } from './sessions/cookie-flags.ts';
import { scenario as sessionsIdentifierChanges } from './sessions/identifier-changes.ts';
import { scenario as sessionsMarkupIsText } from './sessions/markup-is-text.ts';
import { scenario as sessionsOpenRedirect } from './sessions/open-redirect.ts';
import { scenario as sessionsSameEmailOtherSub } from './sessions/same-email-other-sub.ts';
import { scenario as sessionsSameSubOtherEmail } from './sessions/same-sub-other-email.ts';
import { scenario as sessionsSecondPersonReplaces } from './sessions/second-person-replaces.ts';
import { scenario as sessionsStepUp } from './sessions/step-up.ts';
import { scenario as tokenEndpointInvalidGrant } from './token-endpoint/invalid-grant.ts';
import { scenario as tokenEndpointMalformedJson } from './token-endpoint/malformed-json.ts';
import { scenario as tokenEndpointNoAccessToken } from './token-endpoint/no-access-token.ts';
import { scenario as tokenEndpointNoIdToken } from './token-endpoint/no-id-token.ts';
import { scenario as tokenEndpointServerError } from './token-endpoint/server-error.ts';
import { scenario as tokenEndpointSlow } from './token-endpoint/slow.ts';
import { scenario as userinfoAlteredSignature } from './userinfo/altered-signature.ts';
import { scenario as userinfoHtmlBody } from './userinfo/html-body.ts';
import { scenario as userinfoHttp401 } from './userinfo/http-401.ts';
import { scenario as userinfoHttp500 } from './userinfo/http-500.ts';
import { scenario as userinfoIsAnIdToken } from './userinfo/is-an-id-token.ts';
import { scenario as userinfoNoAnswer } from './userinfo/no-answer.ts';
import { scenario as userinfoNotEncrypted } from './userinfo/not-encrypted.ts';
import { scenario as userinfoOtherSub } from './userinfo/other-sub.ts';
import { scenario as userinfoUnsignedJson } from './userinfo/unsigned-json.ts';
import { scenario as userinfoWrongAudience } from './userinfo/wrong-audience.ts';
import { scenario as userinfoWrongIssuer } from './userinfo/wrong-issuer.ts';
import { scenario as uxAccessible } from './ux/accessible.ts';
import { scenario as uxButtonColours } from './ux/button-colours.ts';
import { scenario as uxButtonHoverAndFocus } from './ux/button-hover-and-focus.ts';
import { scenario as uxButtonLabel } from './ux/button-label.ts';
import { scenario as uxButtonSize } from './ux/button-size.ts';
import { scenario as uxIdentityNotEditable } from './ux/identity-not-editable.ts';
import { scenario as uxLinkBelow } from './ux/link-below.ts';
import { scenario as uxNarrowAndZoomed } from './ux/narrow-and-zoomed.ts';
import { scenario as uxSentenceAbove } from './ux/sentence-above.ts';
import { scenario as uxSeparatedAndFirst } from './ux/separated-and-first.ts';
import { scenario as uxSignInButton } from './ux/sign-in-button.ts';
import { scenario as uxSignUpButton } from './ux/sign-up-button.ts';

const requests = [
  requestsUsesDiscovery,
  requestsState,
  requestsNonce,
  requestsPkce,
  requestsScopes,
  requestsAcrValues,
  requestsRedirectUri,
  requestsClientAuthentication,
  requestsNoCredentialsInUrl,
  requestsPublishedKeys,
] as const;

const accept = [
  acceptPlain,
  acceptHigherLevel,
  acceptAudienceArray,
  acceptNewSigningKey,
  acceptSecondEncryptionKey,
  acceptExtraClaims,
  acceptOptionalClaimAbsent,
  acceptAccentedIdentity,
  acceptHyphenatedIdentity,
  acceptPresumedDate,
  acceptBornAbroad,
  acceptCorsicanCommune,
  acceptTokenTypeCase,
] as const;

const callback = [
  callbackWrongState,
  callbackMissingState,
  callbackStateOfAnotherSession,
  callbackReplayed,
  callbackWrongIssuer,
  callbackCodeInjection,
  callbackNoCode,
  callbackIssuerAbsent,
  callbackTellsAccessDenied,
  callbackTellsTemporarilyUnavailable,
  callbackTellsServerError,
  callbackTellsInvalidScope,
  callbackTellsInvalidAcr,
] as const;

const idToken = [
  idTokenWrongIssuer,
  idTokenWrongAudience,
  idTokenSeveralAudiences,
  idTokenMissingSub,
  idTokenMissingAud,
  idTokenMissingIss,
  idTokenMissingExp,
  idTokenMissingIat,
  idTokenMissingNonce,
  idTokenWrongNonce,
  idTokenExpired,
  idTokenLowerLevel,
  idTokenMissingAcr,
  idTokenAlgNone,
  idTokenHs256ClientSecret,
  idTokenHs256PublicPem,
  idTokenHs256PublicDer,
  idTokenHs256PublicJwk,
  idTokenAlteredSignature,
  idTokenUnknownKey,
  idTokenEmbeddedJwk,
  idTokenEmbeddedJku,
  idTokenAlteredPayload,
  idTokenUnknownCrit,
  idTokenStandardToken,
  idTokenNotEncrypted,
  idTokenNotSigned,
  idTokenEncryptedToAnotherKey,
  idTokenRsa15,
  idTokenZip,
  idTokenFutureIat,
] as const;

const userinfo = [
  userinfoOtherSub,
  userinfoUnsignedJson,
  userinfoAlteredSignature,
  userinfoIsAnIdToken,
  userinfoWrongAudience,
  userinfoWrongIssuer,
  userinfoNotEncrypted,
  userinfoHttp401,
  userinfoHttp500,
  userinfoNoAnswer,
  userinfoHtmlBody,
] as const;

const tokenEndpoint = [
  tokenEndpointInvalidGrant,
  tokenEndpointServerError,
  tokenEndpointSlow,
  tokenEndpointMalformedJson,
  tokenEndpointNoIdToken,
  tokenEndpointNoAccessToken,
] as const;

const discovery = [discoveryIssuerDiffers, discoveryKeysUnavailable] as const;

const logout = [logoutEndsLocalSession, logoutGoesToEndSession, logoutChecksState] as const;

const sessions = [
  sessionsIdentifierChanges,
  sessionsSecondPersonReplaces,
  sessionsBackAfterLogout,
  sessionsSameEmailOtherSub,
  sessionsSameSubOtherEmail,
  sessionsStepUp,
  sessionsCookieFlags,
  sessionsOpenRedirect,
  sessionsMarkupIsText,
] as const;

const ux = [
  uxSignInButton,
  uxSignUpButton,
  uxButtonLabel,
  uxButtonSize,
  uxButtonColours,
  uxButtonHoverAndFocus,
  uxSentenceAbove,
  uxLinkBelow,
  uxSeparatedAndFirst,
  uxIdentityNotEditable,
  uxAccessible,
  uxNarrowAndZoomed,
] as const;

export const allScenarios: readonly Scenario[] = [
  ...requests,
  ...accept,
  ...callback,
  ...idToken,
  ...userinfo,
  ...tokenEndpoint,
  ...discovery,
  ...logout,
  ...sessions,
  ...ux,
];
