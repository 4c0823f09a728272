import { type ErrorCode, errorCatalogue } from '@garance/core';

export type ClientAuthError = Extract<ErrorCode, `client_auth.${string}`>;

function isClientAuthError(code: string): code is ClientAuthError {
  return code.startsWith('client_auth.');
}

/** Every error by which a client may fail to authenticate. */
export const clientAuthErrors: readonly ClientAuthError[] =
  Object.keys(errorCatalogue).filter(isClientAuthError);
