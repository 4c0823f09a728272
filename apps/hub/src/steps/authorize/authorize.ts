/**
 * Step 1: from parameters to a transaction bound to this browser. Owns the authorization and the pushed request; knows
 * nothing of providers, except that a hint must name one that this service may use.
 */
import {
  type AuthorizationOutcome,
  type AuthorizationRequest,
  checkAuthorizationRequest,
  type NamedFailure,
  type RawParams,
} from '@garance/oidc';
import type { StoreShare } from '@garance/store';
import type { HubDeps } from '../../deps.ts';
import { newId, sha256 } from '../../ids.ts';
import type { Ticket } from '../../logins.ts';
import type { StepOutcome } from '../../outcome.ts';
import { homeOf } from '../../pages/way-back.ts';
import { findLackOfRoom } from '../../room.ts';
import { refusalToService } from '../../to-service.ts';
import { type LoadedTransaction, sealTransaction, type Transaction } from '../../transaction.ts';
import { authorizeChecks } from './authorize-checks.ts';
import { claimPushed, type Pushed, readPushed } from './visit-pushed-request.ts';

export interface AuthorizeInput {
  readonly params: RawParams;
  readonly browserSecret: string;
  /** Shares of the in-flight store for the caller's logins. */
  readonly shares: readonly StoreShare[];
  readonly ticket: Ticket;
}

export async function authorize(deps: HubDeps, input: AuthorizeInput): Promise<StepOutcome> {
  const pushed = await readPushed(deps, input);
  if (pushed?.kind === 'visited' && deps.logins.resumes(input.ticket))
    return { ...pushed.login, kind: 'next' };
  const checked = checkRequest(deps, input.params, pushed);
  const { ticket, params, browserSecret } = input;
  const admission = await deps.logins.admit({ ticket, params, browserSecret, checked });
  if (!admission.ok) return { kind: 'error-page', error: admission.error };
  if (checked.kind === 'page') return { ...checked, kind: 'error-page' };
  if (checked.kind === 'redirect') return refusalToService(checked, checked);
  const { request, registration } = checked;
  const judged = await authorizeChecks.run({ deps, request, registration });
  if (!judged.ok) return refusalOf(request, judged);

  const transaction: Transaction = {
    state: 'choosing',
    request: judged.value.stored,
    browserHash: sha256(browserSecret),
    startedAtMs: deps.clock.now(),
    plan: admission.plan,
  };
  const login: LoadedTransaction = { id: newId(), version: 1, transaction };
  const sealed = sealTransaction(deps.vault, login.id, transaction);
  const { transactionTtlSeconds } = deps.config;
  const noRoom = await findLackOfRoom(
    deps.inflight.createTransaction(login.id, {
      value: sealed,
      ttlSeconds: transactionTtlSeconds,
      shares: input.shares,
    }),
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

/** A pushed request was checked when it was pushed; any other one is checked here. */
function checkRequest(deps: HubDeps, params: RawParams, pushed: Pushed | undefined): AuthorizationOutcome {
  const { platform, issuer } = deps.config;
  if (pushed === undefined) {
    return checkAuthorizationRequest(params, {
      platform,
      issuer,
      understands: deps.logins.understands,
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

/** A service whose keys cannot be used is not told by redirect: its developers find the error in their trace. */
function refusalOf(request: AuthorizationRequest, { error, check }: NamedFailure): StepOutcome {
  return error === 'client_keys.no_encryption_key'
    ? { kind: 'error-page', error, check, clientId: request.clientId }
    : refusalToService(request, { error, check });
}
