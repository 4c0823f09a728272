import type { ErrorCode, Locale } from '@garance/core';
import { MAX_STATE_LENGTH } from '../length-limits.ts';
import { findRepeated, type RawParams, single } from '../params.ts';
import { readUiLocales } from '../ui-locales.ts';

/** As sent, not verified. */
export interface LogoutRequest {
  readonly idTokenHint?: string;
  readonly clientId?: string;
  readonly postLogoutRedirectUri?: string;
  readonly state?: string;
  readonly uiLocales: readonly Locale[];
}

export type LogoutRequestOutcome =
  | { readonly ok: true; readonly request: LogoutRequest }
  | { readonly ok: false; readonly error: ErrorCode };

/** Checks the form of a logout request (OpenID Connect RP-Initiated Logout 1.0 §2): every parameter is optional, none repeated. */
export function checkLogoutRequest(params: RawParams): LogoutRequestOutcome {
  if (findRepeated(params) !== undefined) return { ok: false, error: 'logout.parameter_repeated' };
  const idTokenHint = single(params, 'id_token_hint');
  const clientId = single(params, 'client_id');
  const postLogoutRedirectUri = single(params, 'post_logout_redirect_uri');
  const state = single(params, 'state');
  if (state !== undefined && state.length > MAX_STATE_LENGTH) {
    return { ok: false, error: 'logout.state_too_long' };
  }
  return {
    ok: true,
    request: {
      ...(idTokenHint === undefined ? {} : { idTokenHint }),
      ...(clientId === undefined ? {} : { clientId }),
      ...(postLogoutRedirectUri === undefined ? {} : { postLogoutRedirectUri }),
      ...(state === undefined ? {} : { state }),
      uiLocales: readUiLocales(single(params, 'ui_locales')),
    },
  };
}
