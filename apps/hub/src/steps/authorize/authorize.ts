/**
 * Step 1: from parameters to a transaction bound to this browser. Owns the authorization and the pushed request;
 * knows nothing of providers, except that a hint must name one that this service may use.
 */
import type { ErrorCode, Registration } from '@garance/core';
import {
  type AuthorizationOutcome,
  type AuthorizationRequest,
  checkAuthorizationRequest,
  pushedRequestUriPrefix,
  type RawParams,
  single,
  verifyIdTokenHint,
} from '@garance/oidc';
import type { HubDeps } from '../../deps.ts';
import { newId, sha256 } from '../../ids.ts';
import type { StepOutcome } from '../../outcome.ts';
import { isAllowedProvider } from '../../registry.ts';
import { authorizeFacts, credentialsIn } from '../../rehearsal/facts.ts';
import { errorToService } from '../../to-service.ts';
import { sealTransaction, type Transaction } from '../../transaction.ts';

export interface AuthorizeInput {
  readonly params: RawParams;
  readonly browserSecret: string;
  /** When the browser carries a rehearsal ticket. */
  readonly ticket?: { readonly cookie: string /** As sent, encoded. */; readonly query: string };
}

export async function authorize(deps: HubDeps, input: AuthorizeInput): Promise<StepOutcome> {
  const checked = await checkRequest(deps, input.params);
  const rehearsed = input.ticket === undefined ? notRehearsed : await admit(deps, input, checked);
  if (!rehearsed.ok) return { kind: 'error-page', error: rehearsed.error };
  if (checked.kind === 'page') return { ...checked, kind: 'error-page' };
  if (checked.kind === 'redirect') return errorToService(checked, checked.error, checked.detail);
  const { request, registration } = checked;

  const refusal = await findRefusal(deps, request, registration);
  if (refusal !== undefined) return refusal;
  const expected = await readExpectedSubject(deps, request);
  if (!expected.ok) return errorToService(request, expected.error);

  const transaction: Transaction = {
    state: 'choosing',
    request,
    browserHash: sha256(input.browserSecret),
    startedAtMs: deps.clock.now(),
    ...(expected.sub !== undefined && { expectedSub: expected.sub }),
    ...(rehearsed.plan !== undefined && { rehearsalPlan: rehearsed.plan }),
  };
  const id = newId();
  await deps.inflight.createTransaction(
    id,
    sealTransaction(deps.vault, transaction),
    deps.config.transactionTtlSeconds,
  );
  return { kind: 'next', id, version: 1, transaction };
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

/** A pushed request is taken from the store, once; anything else is checked here and now. */
async function checkRequest(deps: HubDeps, params: RawParams): Promise<AuthorizationOutcome> {
  const requestUri = single(params, 'request_uri');
  const { platform, issuer } = deps.config;
  const context = {
    platform,
    issuer,
    rehearsal: deps.rehearsal !== undefined,
    pushed: false,
    findRegistration: deps.registry.findRegistration,
  };
  if (requestUri === undefined || !requestUri.startsWith(pushedRequestUriPrefix)) {
    return checkAuthorizationRequest(params, context);
  }
  const clientId = single(params, 'client_id');
  const stored = await deps.inflight.takePushedRequest(requestUri);
  if (stored === undefined) return { kind: 'page', error: 'authorize.request_uri_expired' };
  const request = JSON.parse(deps.vault.open('pushed-request', stored)) as AuthorizationRequest;
  const registration = deps.registry.findRegistration(request.clientId);
  if (request.clientId !== clientId || registration === undefined) {
    return { kind: 'page', error: 'authorize.request_uri_expired' };
  }
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

type ExpectedSubject =
  | { readonly ok: true; readonly sub?: string }
  | { readonly ok: false; readonly error: ErrorCode };

/** `id_token_hint` says who must sign in; a hint that is not ours, or another service's, refuses the request. */
async function readExpectedSubject(deps: HubDeps, request: AuthorizationRequest): Promise<ExpectedSubject> {
  if (request.idTokenHint === undefined) return { ok: true };
  const hint = await verifyIdTokenHint(request.idTokenHint, {
    issuer: deps.config.issuer,
    verificationKeys: deps.keyRing.verificationKeys(),
    expired: 'accepted',
  });
  if (!hint.ok) return { ok: false, error: hint.error };
  if (hint.aud !== request.clientId) return { ok: false, error: 'authorize.id_token_hint_invalid' };
  return { ok: true, sub: hint.sub };
}
