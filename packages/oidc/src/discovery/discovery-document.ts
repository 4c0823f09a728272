import { claimsForScopes, knownScopes, type Platform, platformLevels } from '@garance/core';
import { hubEndpoints } from '../endpoints.ts';

const encryptionAlgs = ['RSA-OAEP-256', 'ECDH-ES', 'RSA-OAEP'];
const clientAuthMethods = ['client_secret_post', 'client_secret_basic', 'private_key_jwt'];
const assertionAlgs = ['ES256', 'RS256', 'PS256'];

/** Claims of the id_token besides `sub`, which the scope `openid` releases (OpenID Connect Core §2). */
const idTokenClaimNames = ['iss', 'aud', 'exp', 'iat', 'auth_time', 'nonce', 'acr', 'amr', 'at_hash'];

/** Signature algorithms of the two platforms; ES256 alone on plus is a deliberate deviation from Discovery §3. */
const signingAlgs: Readonly<Record<Platform, readonly string[]>> = {
  standard: ['ES256', 'RS256'],
  plus: ['ES256'],
};

/**
 * The discovery document of a hub (OpenID Connect Discovery 1.0 §3, RFC 8414, RFC 9126 §5, RFC 9207 §3): announces
 * exactly what the hub supports.
 *
 * @param hub.issuer without trailing slash; the prefix of every endpoint
 */
export function discoveryDocument(hub: {
  readonly platform: Platform;
  readonly issuer: string;
}): Readonly<Record<string, unknown>> {
  const { platform, issuer } = hub;
  const endpoints = hubEndpoints(issuer);
  const scopes = [...knownScopes(platform)];
  return {
    issuer,
    authorization_endpoint: endpoints.authorization,
    pushed_authorization_request_endpoint: endpoints.pushedAuthorizationRequest,
    require_pushed_authorization_requests: false,
    token_endpoint: endpoints.token,
    userinfo_endpoint: endpoints.userinfo,
    jwks_uri: endpoints.jwks,
    revocation_endpoint: endpoints.revocation,
    end_session_endpoint: endpoints.endSession,
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'form_post'],
    grant_types_supported: ['authorization_code'],
    code_challenge_methods_supported: ['S256'],
    // Values of the default profile; `openid` also accepts `none`, for the few clients registered with it.
    prompt_values_supported: ['login', 'consent'],
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    require_request_uri_registration: false,
    authorization_response_iss_parameter_supported: true,
    claims_parameter_supported: true,
    claim_types_supported: ['normal'],
    acr_values_supported: platformLevels[platform].served,
    subject_types_supported: ['pairwise'],
    scopes_supported: scopes,
    claims_supported: [...new Set([...claimsForScopes(platform, scopes), ...idTokenClaimNames])],
    ui_locales_supported: ['fr', 'en'],
    ...tokenAlgorithms(platform),
    ...clientAuthentication(),
  };
}

function tokenAlgorithms(platform: Platform) {
  return {
    id_token_signing_alg_values_supported: signingAlgs[platform],
    id_token_encryption_alg_values_supported: encryptionAlgs,
    id_token_encryption_enc_values_supported: ['A256GCM'],
    userinfo_signing_alg_values_supported: signingAlgs[platform],
    userinfo_encryption_alg_values_supported: encryptionAlgs,
    userinfo_encryption_enc_values_supported: ['A256GCM'],
  };
}

function clientAuthentication() {
  return {
    token_endpoint_auth_methods_supported: clientAuthMethods,
    token_endpoint_auth_signing_alg_values_supported: assertionAlgs,
    revocation_endpoint_auth_methods_supported: clientAuthMethods,
    revocation_endpoint_auth_signing_alg_values_supported: assertionAlgs,
  };
}
