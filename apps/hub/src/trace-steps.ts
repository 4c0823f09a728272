/** The step of each route, and the names of the checks that run there, from the tables of checks. */
import type { ProfileName } from '@garance/core';
import { type CheckRow, clientChecks, profiles } from '@garance/oidc';
import { checkClientAuthentication } from './client-authentication.ts';
import type { LoginStep } from './login-steps.ts';
import { authorizeChecks } from './steps/authorize/authorize-checks.ts';
import { revocationChecks, tokenChecks } from './steps/token/token-checks.ts';
import { userinfoChecks } from './steps/userinfo/userinfo.ts';
import { checkIdTokenHint } from './stored-request.ts';

export interface Place {
  /** Endpoint by which developers search. */
  readonly endpoint: string;
  readonly step: LoginStep;
}

/** Places of the steps that have no request of their own. */
export const innerPlaces: Readonly<Record<'identify' | 'consent', Place>> = {
  identify: { endpoint: 'identify', step: 'identify' },
  consent: { endpoint: 'consent', step: 'consent' },
};

/** By method and path below the issuer. Routes that only redirect a browser, and those outside a login, are absent. */
const places: Readonly<Record<string, Place>> = {
  'GET /authorize': { endpoint: 'authorize', step: 'authorize' },
  'POST /authorize': { endpoint: 'authorize', step: 'authorize' },
  'POST /par': { endpoint: 'par', step: 'par' },
  'GET /interaction/:id': { endpoint: 'choose-provider', step: 'choice' },
  'POST /interaction/:id/provider': { endpoint: 'choose-provider', step: 'choose-provider' },
  'POST /interaction/:id/another-account': { endpoint: 'choose-provider', step: 'another-account' },
  'POST /interaction/:id/leave': { endpoint: 'leave', step: 'leave' },
  'GET /oidc-callback/:providerId': { endpoint: 'callback', step: 'callback' },
  'GET /interaction/:id/consent': { endpoint: 'consent', step: 'consent-page' },
  'POST /interaction/:id/consent': { endpoint: 'consent', step: 'consent' },
  'POST /token': { endpoint: 'token', step: 'token' },
  'POST /token/revocation': { endpoint: 'revocation', step: 'revocation' },
  'GET /userinfo': { endpoint: 'userinfo', step: 'userinfo' },
  'POST /userinfo': { endpoint: 'userinfo', step: 'userinfo' },
  'GET /session/end': { endpoint: 'logout', step: 'logout' },
  'POST /session/end': { endpoint: 'logout', step: 'logout' },
  'POST /session/end/confirm': { endpoint: 'logout', step: 'logout' },
  'GET /logout/provider-return': { endpoint: 'logout', step: 'logout' },
};

/** Undefined for a route that is no step of a login. */
export function findPlace(method: string, path: string): Place | undefined {
  return places[`${method} ${path}`];
}

type RowsOf = (profile: ProfileName) => readonly CheckRow[];

/** The rows that run at an endpoint, in their order. */
const rowsOf: Partial<Record<LoginStep, RowsOf>> = {
  authorize: (profile) => [...clientChecks, ...profiles[profile], ...authorizeChecks.rows],
  par: (profile) => [checkClientAuthentication, ...clientChecks, ...profiles[profile], checkIdTokenHint],
  token: () => tokenChecks.rows,
  revocation: () => revocationChecks.rows,
  userinfo: () => userinfoChecks.rows,
};

export function checksOf(step: LoginStep, profile: ProfileName): readonly CheckRow[] {
  return rowsOf[step]?.(profile) ?? [];
}

/**
 * @param failed name of the failed check
 * @param refused whether the request was refused, by a check or otherwise
 * @returns names of the passed checks, in order; none when the request was refused by something that is not a check of
 * this step
 */
export function passedChecks(
  rows: readonly CheckRow[],
  { refused, failed }: { readonly refused: boolean; readonly failed?: string | undefined },
): readonly string[] {
  const names = rows.map(({ name }) => name);
  if (!refused) return names;
  const at = failed === undefined ? -1 : names.indexOf(failed);
  return at === -1 ? [] : names.slice(0, at);
}
