export type { Claims } from '@garance/core';
export { hasPrivatePart, mostPublishedKeys } from '@garance/core';
export { checkAuthorizationRequest } from './authorization/check-authorization-request.ts';
export {
  checkPushedRequest,
  type PushedRequestOutcome,
  pushedClientRow,
  pushedRequestUriPrefix,
} from './authorization/check-pushed-request.ts';
export { profiles } from './authorization/profiles.ts';
export { clientChecks } from './authorization/prove-client.ts';
export type {
  AuthorizationCheck,
  AuthorizationContext,
  AuthorizationOutcome,
  AuthorizationRequest,
  Prompt,
  ResponseMode,
} from './authorization/request.ts';
export { type AuthorizationResponse, authorizationResponse } from './authorization/response.ts';
export {
  type AsyncCheck,
  type CheckRow,
  type CheckTable,
  defineCheck,
  type NamedFailure,
  passed,
  startTable,
} from './checks.ts';
export {
  authenticateClient,
  type ClientAuthContext,
  type ClientAuthOutcome,
} from './client-auth/authenticate-client.ts';
export { type ClientAuthError, clientAuthErrors } from './client-auth/client-auth-errors.ts';
export { type PresentedCredentials, readCredentials } from './client-auth/presented-credentials.ts';
export { hashClientSecret } from './client-auth/secret.ts';
export { discoveryDocument } from './discovery/discovery-document.ts';
export { endpointPaths, type HubEndpoints, hubEndpoints } from './endpoints.ts';
export { type ErrorBody, errorResponseBody } from './error-body.ts';
export {
  type AgreementDecryptor,
  createSoftwareDecryptor,
  type Decryptor,
  decryptorOver,
  type OaepDecryptor,
  type SenderPoint,
} from './jose/decryptor.ts';
export { encryptJwt, importEncryptionKey, type RecipientKey, type TokenParties } from './jose/encrypt.ts';
export type { VerificationKey } from './jose/keys.ts';
export { findEncryptionKeys, type SelectedKey, selectEncryptionKey } from './jose/select-encryption-key.ts';
export { createSoftwareSigner, type JwtSigner, signerOver } from './jose/signer.ts';
export { type GeneratedKey, generateEncryptionKey, generateSigningKey, publicJwk } from './keys/generate.ts';
export type { KeyToken, TokenKey, TokenReference } from './keys/key-token.ts';
export {
  checkLogoutRequest,
  type LogoutRequest,
  type LogoutRequestOutcome,
} from './logout/check-logout-request.ts';
export {
  type HintContext,
  type HintKey,
  type HintOutcome,
  verifyIdTokenHint,
} from './logout/verify-id-token-hint.ts';
export { type ParamLimits, type RawParams, readParams, single } from './params.ts';
export { verifyPkce } from './pkce.ts';
export {
  type ReportOutcome,
  type SignedReport,
  signQualificationReport,
  verifyQualificationReport,
} from './qualification/report-signature.ts';
export { checkRevocationRequest } from './token/check-revocation-request.ts';
export { checkTokenRequest, type TokenRequest } from './token/check-token-request.ts';
export { type IdTokenParameters, idTokenClaims, userinfoClaims } from './token/claims.ts';
export { findAccessToken } from './token/find-access-token.ts';
export { readUiLocales } from './ui-locales.ts';
