/**
 * Which checks a request passed before the one that refused it, by the error alone: the checks of an endpoint run in a
 * fixed order and the first failure ends them.
 */
import type { ErrorCode, ProfileName } from '@garance/core';
import { profiles } from '@garance/oidc';

/** Where errors do not carry the name of their check. */
const checkOfError: Partial<Record<ErrorCode, string>> = {
  'authorize.client_ambiguous': 'client',
  'authorize.client_missing': 'client',
  'authorize.client_unknown': 'client',
  'authorize.client_suspended': 'client',
  'authorize.pushed_client_mismatch': 'client',
  'authorize.redirect_uri_missing': 'redirect-uri',
  'authorize.redirect_uri_mismatch': 'redirect-uri',
  'authorize.parameter_repeated': 'repeated-parameters',
  'authorize.request_not_supported': 'unsupported-parameters',
  'authorize.request_uri_not_supported': 'unsupported-parameters',
  'authorize.registration_not_supported': 'unsupported-parameters',
  'authorize.par_required': 'pushed',
  'authorize.response_type_missing': 'response-type',
  'authorize.response_type_unsupported': 'response-type',
  'authorize.response_mode_unsupported': 'response-mode',
  'authorize.scope_missing': 'scope',
  'authorize.data_scope_not_served': 'scope',
  'authorize.scope_not_allowed': 'scope',
  'authorize.state_missing': 'state',
  'authorize.state_too_long': 'state',
  'authorize.nonce_missing': 'nonce',
  'authorize.nonce_too_short': 'nonce',
  'authorize.nonce_too_long': 'nonce',
  'authorize.claims_malformed': 'claims',
  'authorize.level_not_served': 'level',
  'authorize.essential_level_unmet': 'level',
  'authorize.prompt_invalid': 'prompt',
  'authorize.login_required': 'prompt',
  'authorize.max_age_invalid': 'max-age',
  'authorize.pkce_required': 'pkce',
  'authorize.pkce_method_unsupported': 'pkce',
  'authorize.code_challenge_malformed': 'pkce',
  'authorize.idp_hint_invalid': 'idp-hint',
  'authorize.rehearsal_unavailable': 'rehearsal',
  'authorize.id_token_hint_invalid': 'id-token-hint',
  'client_keys.no_encryption_key': 'encryption-key',
  'client_keys.unreachable': 'encryption-key',
  'token.parameter_repeated': 'request',
  'token.grant_type_missing': 'request',
  'token.grant_type_unsupported': 'request',
  'token.code_missing': 'request',
  'token.redirect_uri_missing': 'request',
  'token.revocation_token_missing': 'request',
  'token.code_unknown': 'code',
  'token.code_replayed': 'code',
  'token.code_of_another_client': 'code',
  'token.redirect_uri_mismatch': 'redirect-uri',
  'token.pkce_failed': 'pkce',
  'token.grant_ended': 'permission',
  'token.no_encryption_key': 'encryption-key',
};

function checksOf(endpoint: string, profile: ProfileName): readonly string[] {
  const ofProfile = profiles[profile].map((check) => check.name);
  switch (endpoint) {
    case 'authorize':
      return ['client', 'redirect-uri', ...ofProfile, 'encryption-key'];
    case 'par':
      return ['client', 'redirect-uri', ...ofProfile];
    case 'token':
      return ['request', 'client', 'code', 'redirect-uri', 'pkce', 'permission', 'encryption-key'];
    case 'revocation':
      return ['client', 'request'];
    case 'userinfo':
      return ['token', 'permission', 'encryption-key'];
    default:
      return [];
  }
}

/**
 * @param error absent when the request was accepted: then all were passed
 * @returns names in the order in which they ran; none when the error belongs to no check of this endpoint
 */
export function passedChecks(
  endpoint: string,
  profile: ProfileName,
  error: ErrorCode | undefined,
): readonly string[] {
  const checks = checksOf(endpoint, profile);
  if (error === undefined) return checks;
  const failed = error.startsWith('client_auth.') ? 'client' : checkOfError[error];
  const at = failed === undefined ? -1 : checks.indexOf(failed);
  return at === -1 ? [] : checks.slice(0, at);
}
