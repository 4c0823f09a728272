/**
 * RP-initiated logout: from the service's hint through the identity provider's own logout and back. Never silent
 * without a valid hint, and never to an address that is not proven the service's (RP-Initiated Logout 1.0 §2, §3, §4).
 */
import type { EndSessionFacts, ErrorCode, Registration } from '@garance/core';
import {
  checkLogoutRequest,
  type LogoutRequest,
  type RawParams,
  single,
  verifyIdTokenHint,
} from '@garance/oidc';
import { providerReturnUri } from '../../addresses.ts';
import type { HubDeps } from '../../deps.ts';
import { isId, newId, sha256 } from '../../ids.ts';
import { takeLogin } from '../../logout-record.ts';
import { endSessionFacts } from '../../rehearsal/facts.ts';

/** Where the browser goes once everything has ended: the service's proven address, or a page of ours. */
export interface AfterLogout {
  readonly clientId: string;
  readonly redirectUri?: string;
  readonly state?: string;
}

export type LogoutOutcome =
  | { readonly kind: 'leave'; readonly url: string }
  | { readonly kind: 'signed-out'; readonly after?: AfterLogout }
  | { readonly kind: 'confirm' }
  | { readonly kind: 'refused'; readonly error: ErrorCode };

/** `browserSecret`: the browser's own cookie, when it sent one. */
export async function endSession(
  deps: HubDeps,
  params: RawParams,
  browserSecret: string | undefined,
): Promise<LogoutOutcome> {
  const checked = checkLogoutRequest(params);
  if (!checked.ok) return { kind: 'refused', error: checked.error };
  const { request } = checked;
  const seen = { params, browserSecret };
  if (request.idTokenHint === undefined) {
    tellRehearsal(deps, seen, { hint: 'absent', clientId: request.clientId });
    return { kind: 'confirm' };
  }
  const hint = await verifyIdTokenHint(request.idTokenHint, {
    issuer: deps.config.issuer,
    verificationKeys: deps.keyRing.verificationKeys(),
    expired: 'accepted',
  });
  tellRehearsal(
    deps,
    seen,
    hint.ok ? { hint: 'valid', clientId: hint.aud } : { hint: 'invalid', clientId: request.clientId },
  );
  if (!hint.ok) return { kind: 'refused', error: hint.error };
  const service = findService(deps, request, hint.aud);
  if (!service.ok) return { kind: 'refused', error: service.error };

  const after: AfterLogout = {
    clientId: service.registration.clientId,
    ...(request.postLogoutRedirectUri !== undefined && { redirectUri: request.postLogoutRedirectUri }),
    ...(request.state !== undefined && { state: request.state }),
  };
  const upstream = await upstreamLogout(deps, request.idTokenHint, after);
  return upstream === undefined ? goBack(deps, after) : { kind: 'leave', url: upstream };
}

interface LogoutSeen {
  readonly params: RawParams;
  readonly browserSecret: string | undefined;
}

/** Where logins are rehearsed, whoever rehearses one must see how it is ended. */
function tellRehearsal(
  { rehearsal, registry }: HubDeps,
  { params, browserSecret }: LogoutSeen,
  found: { readonly hint: EndSessionFacts['idTokenHint']; readonly clientId: string | undefined },
): void {
  if (rehearsal === undefined) return;
  const registration = found.clientId === undefined ? undefined : registry.findRegistration(found.clientId);
  const idTokenHint = single(params, 'id_token_hint');
  rehearsal.port.endSession({
    ...(browserSecret !== undefined && { browser: sha256(browserSecret) }),
    ...(idTokenHint !== undefined && { idTokenHint }),
    facts: endSessionFacts(params, found.hint, registration?.postLogoutRedirectUris ?? []),
  });
}

type FoundService =
  | { readonly ok: true; readonly registration: Registration }
  | { readonly ok: false; readonly error: ErrorCode };

/** The service that the hint was issued to; what else the request says must agree with it. */
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

/** The provider's own logout, when this login is still remembered and its provider has one. */
async function upstreamLogout(deps: HubDeps, hint: string, after: AfterLogout): Promise<string | undefined> {
  const login = await takeLogin(deps, hint);
  const provider = login === undefined ? undefined : deps.registry.findProvider(login.providerId);
  if (login === undefined || provider === undefined || provider.status === 'disabled') return undefined;
  const state = newId();
  const url = await deps.gateway.endSessionUrl(provider, {
    idTokenHint: login.providerIdToken,
    state,
    postLogoutRedirectUri: providerReturnUri(deps.config.issuer),
  });
  if (url === undefined) return undefined;
  const value = deps.vault.seal('logout-return', JSON.stringify(after));
  await deps.inflight.putLogoutReturn(state, value, deps.config.transactionTtlSeconds);
  return url;
}

/** The provider has ended its session and sends the browser on. */
export async function returnFromProvider(deps: HubDeps, state: string | undefined): Promise<LogoutOutcome> {
  const sealed = isId(state) ? await deps.inflight.takeLogoutReturn(state) : undefined;
  if (sealed === undefined) return { kind: 'signed-out' };
  return goBack(deps, JSON.parse(deps.vault.open('logout-return', sealed)) as AfterLogout);
}

/** To the service's address while it still is one: the provider's logout may take as long as a person does. */
function goBack({ registry }: HubDeps, after: AfterLogout): LogoutOutcome {
  const registration = registry.findRegistration(after.clientId);
  const proven =
    after.redirectUri !== undefined &&
    registration?.status === 'active' &&
    registration.postLogoutRedirectUris.includes(after.redirectUri);
  if (after.redirectUri === undefined || !proven) return { kind: 'signed-out', after };
  if (after.state === undefined) return { kind: 'leave', url: after.redirectUri };
  const separator = after.redirectUri.includes('?') ? '&' : '?';
  return { kind: 'leave', url: `${after.redirectUri}${separator}state=${encodeURIComponent(after.state)}` };
}
