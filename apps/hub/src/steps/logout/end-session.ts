/**
 * RP-initiated logout: from the service's hint through the identity provider's own logout and back. Without a valid
 * hint the person is asked, and the browser goes only to an address verified as the service's (RP-Initiated Logout 1.0
 * §2, §3, §4).
 */
import type { ErrorCode, Registration } from '@garance/core';
import {
  checkLogoutRequest,
  type LogoutRequest,
  type RawParams,
  single,
  verifyIdTokenHint,
} from '@garance/oidc';
import { providerReturnUri } from '../../addresses.ts';
import type { HubDeps } from '../../deps.ts';
import { isId, newId } from '../../ids.ts';
import type { RequestedLogout } from '../../logins.ts';
import { type LogoutRecord, takeLogin } from '../../logout-record.ts';
import { readSession } from '../../session.ts';
import { subjectAt } from '../../subject-at.ts';

/** Where the browser goes after the logout: the service's verified address, or a page of the hub. */
export interface AfterLogout {
  /** Absent when the request does not name a service. */
  readonly clientId?: string;
  readonly redirectUri?: string;
  readonly state?: string;
}

export type LogoutOutcome =
  | { readonly kind: 'leave'; readonly url: string }
  | { readonly kind: 'signed-out'; readonly after: AfterLogout }
  /** The person is asked; once they agree, they are sent to `after`. */
  | { readonly kind: 'confirm'; readonly after: AfterLogout }
  /** `clientId`: the service that the request names; the error page links to it. */
  | { readonly kind: 'refused'; readonly error: ErrorCode; readonly clientId?: string | undefined };

/** Cookies of this browser, as it sent them. */
export interface LogoutBrowser {
  readonly secret: string | undefined;
  readonly session: string | undefined;
}

export async function endSession(
  deps: HubDeps,
  params: RawParams,
  browser: LogoutBrowser,
): Promise<LogoutOutcome> {
  const checked = checkLogoutRequest(params);
  if (!checked.ok) return { kind: 'refused', error: checked.error, clientId: single(params, 'client_id') };
  const { request } = checked;
  const hint = await readHint(deps, request);
  deps.logins.logoutRequested({ params, browserSecret: browser.secret, ...factsOf(hint, request) });
  if (hint.kind === 'foreign') return { kind: 'refused', error: hint.error, clientId: request.clientId };
  if (hint.kind === 'none') return ask(deps, request);

  const service = findService(deps, request, hint.aud);
  if (!service.ok) return { kind: 'refused', error: service.error, clientId: hint.aud };
  const after = afterLogout(request, service.registration);
  const session = await readSession(deps, browser.session);
  // An attacker's link may contain another person's hint: this person's session is not ended without asking.
  if (session !== undefined && subjectAt(deps, service.registration, session.signIn.identity) !== hint.sub) {
    return { kind: 'confirm', after };
  }
  const login = (await takeLogin(deps, hint.token)) ?? session?.signIn;
  return leave(deps, login, after);
}

/**
 * The person agreed on the page. The form's values are checked like those of any request: the service's address is
 * verified again.
 */
export async function confirmLogout(
  deps: HubDeps,
  params: RawParams,
  browser: LogoutBrowser,
): Promise<LogoutOutcome> {
  const checked = checkLogoutRequest(params);
  const outcome = checked.ok ? ask(deps, checked.request) : undefined;
  const session = await readSession(deps, browser.session);
  return leave(deps, session?.signIn, outcome?.kind === 'confirm' ? outcome.after : {});
}

type Hint =
  | { readonly kind: 'none'; readonly unreadable: boolean }
  | { readonly kind: 'foreign'; readonly error: ErrorCode }
  | { readonly kind: 'valid'; readonly token: string; readonly sub: string; readonly aud: string };

/**
 * A hint that cannot be read counts as none, including an encrypted one (five parts): services of plus receive their
 * id_token encrypted, and stock libraries send it so. A readable hint that this hub did not issue is refused.
 */
async function readHint({ config, keyRing }: HubDeps, { idTokenHint }: LogoutRequest): Promise<Hint> {
  if (idTokenHint === undefined) return { kind: 'none', unreadable: false };
  const hint = await verifyIdTokenHint(idTokenHint, {
    issuer: config.issuer,
    verificationKeys: keyRing.verificationKeys(),
    expired: 'accepted',
  });
  if (hint.ok) return { kind: 'valid', token: idTokenHint, sub: hint.sub, aud: hint.aud };
  return hint.error === 'logout.hint_malformed'
    ? { kind: 'none', unreadable: true }
    : { kind: 'foreign', error: hint.error };
}

/** Without a valid hint the person decides; the service is the one that the request names, if it exists. */
function ask(deps: HubDeps, request: LogoutRequest): LogoutOutcome {
  const { clientId } = request;
  if (clientId === undefined || deps.registry.findRegistration(clientId) === undefined) {
    return { kind: 'confirm', after: {} };
  }
  const service = findService(deps, request, clientId);
  return service.ok
    ? { kind: 'confirm', after: afterLogout(request, service.registration) }
    : { kind: 'refused', error: service.error, clientId };
}

function afterLogout(
  { postLogoutRedirectUri, state }: LogoutRequest,
  { clientId }: Registration,
): AfterLogout {
  return {
    clientId,
    ...(postLogoutRedirectUri !== undefined && { redirectUri: postLogoutRedirectUri }),
    ...(state !== undefined && { state }),
  };
}

function factsOf(hint: Hint, { clientId }: LogoutRequest): Pick<RequestedLogout, 'hint' | 'clientId'> {
  if (hint.kind === 'valid') return { hint: 'valid', clientId: hint.aud };
  const absent = hint.kind === 'none' && !hint.unreadable;
  return { hint: absent ? 'absent' : 'invalid', clientId };
}

type FoundService =
  | { readonly ok: true; readonly registration: Registration }
  | { readonly ok: false; readonly error: ErrorCode };

/** The service that the hint was issued to, or that the request names; the rest of the request must agree with it. */
function findService(deps: HubDeps, request: LogoutRequest, audience: string): FoundService {
  if (request.clientId !== undefined && request.clientId !== audience) {
    return { ok: false, error: 'logout.client_mismatch' };
  }
  const registration = deps.registry.findRegistration(audience);
  if (registration === undefined) return { ok: false, error: 'logout.client_unknown' };
  const uri = request.postLogoutRedirectUri;
  if (uri !== undefined && !registration.postLogoutRedirectUris.includes(uri)) {
    return { ok: false, error: 'logout.redirect_uri_mismatch' };
  }
  return { ok: true, registration };
}

type EndedLogin = Pick<LogoutRecord, 'providerId' | 'providerIdToken'>;

/** Goes through the provider's own logout, when the login is known and its provider has one; else straight back. */
async function leave(
  deps: HubDeps,
  login: EndedLogin | undefined,
  after: AfterLogout,
): Promise<LogoutOutcome> {
  const upstream = login === undefined ? undefined : await upstreamLogout(deps, login, after);
  return upstream === undefined ? goBack(deps, after) : { kind: 'leave', url: upstream };
}

async function upstreamLogout(
  deps: HubDeps,
  { providerId, providerIdToken }: EndedLogin,
  after: AfterLogout,
): Promise<string | undefined> {
  const provider = deps.registry.findProvider(providerId);
  if (provider === undefined || provider.status === 'disabled') return undefined;
  const state = newId();
  const url = await deps.gateway.endSessionUrl(provider, {
    idTokenHint: providerIdToken,
    state,
    postLogoutRedirectUri: providerReturnUri(deps.config.issuer),
  });
  if (url === undefined) return undefined;
  const value = deps.vault.seal('logout-return', JSON.stringify(after), state);
  await deps.inflight.putLogoutReturn(state, { value, ttlSeconds: deps.config.transactionTtlSeconds });
  return url;
}

/** The provider has ended its session and sends the browser back. */
export async function returnFromProvider(deps: HubDeps, state: string | undefined): Promise<LogoutOutcome> {
  if (!isId(state)) return { kind: 'signed-out', after: {} };
  const sealed = await deps.inflight.takeLogoutReturn(state);
  if (sealed === undefined) return { kind: 'signed-out', after: {} };
  return goBack(deps, JSON.parse(deps.vault.open('logout-return', sealed, state)) as AfterLogout);
}

/** Verified again, because the provider's logout may take as long as a person does. */
function goBack({ registry }: HubDeps, after: AfterLogout): LogoutOutcome {
  const registration = after.clientId === undefined ? undefined : registry.findRegistration(after.clientId);
  const proven =
    after.redirectUri !== undefined &&
    registration?.status === 'active' &&
    registration.postLogoutRedirectUris.includes(after.redirectUri);
  if (after.redirectUri === undefined || !proven) return { kind: 'signed-out', after };
  if (after.state === undefined) return { kind: 'leave', url: after.redirectUri };
  const separator = after.redirectUri.includes('?') ? '&' : '?';
  return { kind: 'leave', url: `${after.redirectUri}${separator}state=${encodeURIComponent(after.state)}` };
}
