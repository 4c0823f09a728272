/**
 * Step 1: from parameters to a transaction bound to this browser. Owns the authorization and the pushed request;
 * knows nothing of providers, except that a hint must name one that this service may use.
 */
import type { ErrorCode, Registration } from '@garance/core';
import {
  type AuthorizationOutcome,
  type AuthorizationRequest,
  checkAuthorizationRequest,
  type RawParams,
  single,
} from '@garance/oidc';
import type { StoreShare } from '@garance/store';
import type { HubDeps } from '../../deps.ts';
import { newId, sha256 } from '../../ids.ts';
import type { StepOutcome } from '../../outcome.ts';
import { homeOf } from '../../pages/way-back.ts';
import { isAllowedProvider } from '../../registry.ts';
import { authorizeFacts, credentialsIn } from '../../rehearsal/facts.ts';
import { findLackOfRoom } from '../../room.ts';
import { toStoredRequest } from '../../stored-request.ts';
import { errorToService } from '../../to-service.ts';
import { type LoadedTransaction, sealTransaction, type Transaction } from '../../transaction.ts';
import { claimPushed, type Pushed, readPushed } from './visit-pushed-request.ts';

export interface AuthorizeInput {
  readonly params: RawParams;
  readonly browserSecret: string;
  /** What the caller's logins may hold of the in-flight store. */
  readonly shares: readonly StoreShare[];
  /** When the browser carries a rehearsal ticket. */
  readonly ticket?: { readonly cookie: string /** As sent, encoded. */; readonly query: string };
}

export async function authorize(deps: HubDeps, input: AuthorizeInput): Promise<StepOutcome> {
  const pushed = await readPushed(deps, input);
  // A ticket is for a new login: it is not spent on one that is under way.
  if (pushed?.kind === 'visited' && input.ticket === undefined) return { ...pushed.login, kind: 'next' };
  const checked = checkRequest(deps, input.params, pushed);
  const rehearsed = input.ticket === undefined ? notRehearsed : await admit(deps, input, checked);
  if (!rehearsed.ok) return { kind: 'error-page', error: rehearsed.error };
  if (checked.kind === 'page') return { ...checked, kind: 'error-page' };
  if (checked.kind === 'redirect') return errorToService(checked, checked.error, checked.detail);
  const { request, registration } = checked;

  const refusal = await findRefusal(deps, request, registration);
  if (refusal !== undefined) return refusal;
  const storable = await toStoredRequest(deps, request);
  if (!storable.ok) return errorToService(request, storable.error);

  const transaction: Transaction = {
    state: 'choosing',
    request: storable.request,
    browserHash: sha256(input.browserSecret),
    startedAtMs: deps.clock.now(),
    ...(rehearsed.plan !== undefined && { rehearsalPlan: rehearsed.plan }),
  };
  const login: LoadedTransaction = { id: newId(), version: 1, transaction };
  const sealed = sealTransaction(deps.vault, login.id, transaction);
  const { transactionTtlSeconds } = deps.config;
  const noRoom = await findLackOfRoom(
    deps.inflight.createTransaction(login.id, sealed, transactionTtlSeconds, input.shares),
  );
  if (noRoom !== undefined) {
    return { kind: 'error-page', error: noRoom, service: homeOf(registration, request) };
  }
  if (pushed === undefined) return { ...login, kind: 'next' };
  const claimed = await claimPushed(deps, input, login);
  return claimed.kind === 'visited'
    ? { ...claimed.login, kind: 'next' }
    : { kind: 'error-page', error: 'authorize.request_uri_expired' };
}

type Admission =
  | { readonly ok: true; readonly plan?: string }
  | { readonly ok: false; readonly error: ErrorCode };

const notRehearsed: Admission = { ok: true };

/** A ticket that is not good here, or not good at all, is an error: never silently a login like any other. */
async function admit(
  { rehearsal }: HubDeps,
  { params, browserSecret, ticket }: AuthorizeInput,
  checked: AuthorizationOutcome,
): Promise<Admission> {
  if (rehearsal === undefined) return { ok: false, error: 'rehearsal.not_here' };
  return rehearsal.port.admit({
    cookie: ticket?.cookie ?? '',
    clientId: single(params, 'client_id') ?? '',
    browser: sha256(browserSecret),
    facts: authorizeFacts(params, checked, credentialsIn(ticket?.query ?? '')),
  });
}

/** A pushed request was checked when it was pushed; anything else is checked here and now. */
function checkRequest(deps: HubDeps, params: RawParams, pushed: Pushed | undefined): AuthorizationOutcome {
  const { platform, issuer } = deps.config;
  if (pushed === undefined) {
    return checkAuthorizationRequest(params, {
      platform,
      issuer,
      rehearsal: deps.rehearsal !== undefined,
      pushed: false,
      findRegistration: deps.registry.findRegistration,
    });
  }
  if (pushed.kind !== 'new') return { kind: 'page', error: 'authorize.request_uri_expired' };
  const { request } = pushed;
  const registration = deps.registry.findRegistration(request.clientId);
  if (registration === undefined) return { kind: 'page', error: 'authorize.request_uri_expired' };
  if (registration.status !== 'active' || !registration.redirectUris.includes(request.redirectUri)) {
    return { kind: 'page', error: 'interaction.service_unavailable' };
  }
  return { kind: 'accepted', request, registration };
}

/** What the hub must know besides the request itself before it bothers a citizen. */
async function findRefusal(
  deps: HubDeps,
  request: AuthorizationRequest,
  registration: Registration,
): Promise<StepOutcome | undefined> {
  if (request.idpHint !== undefined) {
    const provider = deps.registry.findProvider(request.idpHint);
    const allowed =
      registration.idpHintAllowed &&
      provider?.status === 'active' &&
      isAllowedProvider(registration, request.idpHint);
    if (!allowed) return errorToService(request, 'authorize.idp_hint_invalid');
  }
  for (const encryption of [registration.idToken.encryption, registration.userinfo.encryption]) {
    if (encryption === undefined) continue;
    // Never a fall back to unencrypted: better to stop before the citizen has done anything.
    if ((await deps.clientKeys.encryptionKey(registration, encryption)) === undefined) {
      const { clientId } = registration;
      return { kind: 'error-page', error: 'client_keys.no_encryption_key', clientId };
    }
  }
  return undefined;
}
