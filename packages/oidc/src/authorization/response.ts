import type { ResponseMode } from './request.ts';

export type AuthorizationResponse =
  | { readonly kind: 'redirect'; readonly url: string }
  /** To be rendered as a form that submits itself, with escaped values. */
  | {
      readonly kind: 'form_post';
      readonly action: string;
      readonly fields: readonly (readonly [name: string, value: string])[];
    };

/**
 * Builds the answer to an authorization request, success or error, with the issuer (RFC 9207: a service with several
 * issuers must be able to tell whose answer it is).
 *
 * @param redirectUri verified as the client's; its own query is kept (RFC 6749 §3.1.2)
 * @param params `code`, `state`, `error`…; `iss` is added here and cannot be overridden
 */
export function authorizationResponse(answer: {
  readonly issuer: string;
  readonly redirectUri: string;
  readonly responseMode: ResponseMode;
  readonly params: Readonly<Record<string, string>>;
}): AuthorizationResponse {
  const params = { ...answer.params, iss: answer.issuer };
  if (answer.responseMode === 'form_post') {
    return { kind: 'form_post', action: answer.redirectUri, fields: Object.entries(params) };
  }
  const separator = answer.redirectUri.includes('?') ? '&' : '?';
  return {
    kind: 'redirect',
    url: `${answer.redirectUri}${separator}${new URLSearchParams(params).toString()}`,
  };
}
