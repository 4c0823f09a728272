/**
 * Step 3: the identity provider's answer. Owns the upstream state, taken atomically before anything else so that of
 * concurrent callbacks one succeeds, and its binding to browser and provider. `providers/` checks the answer; step 4
 * decides what it means for the citizen.
 */
import { type ErrorCode, nowSeconds, releasedAmr } from '@garance/core';
import { callbackUri } from '../../addresses.ts';
import type { HubDeps } from '../../deps.ts';
import { backToChoice } from '../../ending.ts';
import { isId, sha256 } from '../../ids.ts';
import { type Interaction, loadInteraction } from '../../interaction.ts';
import type { StepOutcome } from '../../outcome.ts';
import { isAllowedProvider } from '../../registry.ts';
import type { Transaction } from '../../transaction.ts';
import { openUpstreamState, type UpstreamState } from '../../upstream-state.ts';

export interface CallbackInput {
  readonly providerId: string;
  readonly params: Readonly<Record<string, string>>;
  readonly browserSecret: string | undefined;
}

export interface Received {
  readonly outcome: StepOutcome;
  /** The login of this answer, once its browser is verified. */
  readonly interaction?: Interaction;
}

export async function receiveCallback(deps: HubDeps, input: CallbackInput): Promise<Received> {
  const taken = await takeState(deps, input);
  if (taken.ok) return { outcome: await redeem(deps, input, taken), interaction: taken.interaction };
  const { error, interaction } = taken;
  return { outcome: { kind: 'error-page', error }, ...(interaction !== undefined && { interaction }) };
}

async function redeem(
  deps: HubDeps,
  input: CallbackInput,
  { upstream, interaction }: Taken,
): Promise<StepOutcome> {
  const { registration } = interaction;

  const provider = deps.registry.findProvider(upstream.providerId);
  if (provider?.status !== 'active' || !isAllowedProvider(registration, provider.id)) {
    return backToChoice(deps, interaction, 'interaction.provider_not_offered');
  }
  const { transaction } = interaction;
  const answer = await deps.gateway.redeem(provider, {
    redirectUri: callbackUri(deps.config.issuer, provider.id),
    callback: input.params,
    state: input.params.state ?? '',
    nonce: upstream.nonce,
    codeVerifier: upstream.codeVerifier,
    requestedLevel: transaction.request.level,
    platform: deps.config.platform,
    transactionStartedAtMs: transaction.startedAtMs,
  });
  if (answer.kind !== 'identity') return backToChoice(deps, interaction, answer.error);
  const stale = judgeAuthTime(transaction, answer.authTime);
  if (stale !== undefined) return backToChoice(deps, interaction, stale);
  return {
    kind: 'answered',
    interaction,
    ...(input.params.state !== undefined && { state: input.params.state }),
    answer: {
      providerId: provider.id,
      claims: answer.claims,
      level: answer.acr,
      amr: releasedAmr(provider, answer.amr),
      authTime: answer.authTime ?? nowSeconds(deps.clock),
      ...(answer.authTime === undefined && { authTimePresumed: true }),
      idToken: answer.idToken,
    },
  };
}

/** The provider's clock may be behind by this many seconds. */
const authenticationToleranceSeconds = 10;

/**
 * Checks the time of the sign-in: the hub promises services `max_age` and `prompt=login`, whatever the provider made of
 * them (Core §3.1.2.1). A service that sent `max_age` receives the time of the sign-in, which is impossible when the
 * provider did not send one.
 */
function judgeAuthTime(
  { request, startedAtMs }: Transaction,
  authTime: number | undefined,
): ErrorCode | undefined {
  const { prompt, maxAgeSeconds } = request;
  if (authTime === undefined) {
    return maxAgeSeconds === undefined ? undefined : 'provider.authentication_time_missing';
  }
  const accepted = prompt.includes('login') ? 0 : maxAgeSeconds;
  const oldest = startedAtMs / 1000 - (accepted ?? 0) - authenticationToleranceSeconds;
  return accepted !== undefined && authTime < oldest ? 'provider.authentication_time' : undefined;
}

interface Taken {
  readonly upstream: UpstreamState;
  readonly interaction: Interaction;
}

type TakenState =
  | ({ readonly ok: true } & Taken)
  | { readonly ok: false; readonly error: ErrorCode; readonly interaction?: Interaction };

/** Bound to the provider in the path, the browser, and the latest request of this login. */
async function takeState(deps: HubDeps, input: CallbackInput): Promise<TakenState> {
  const { state } = input.params;
  if (!isId(state)) return { ok: false, error: 'interaction.expired' };
  const sealed = await deps.inflight.takeUpstreamState(state);
  if (sealed === undefined) return { ok: false, error: 'interaction.expired' };
  const upstream = openUpstreamState(deps.vault, state, sealed);
  if (upstream.providerId !== input.providerId) return { ok: false, error: 'interaction.out_of_order' };
  const loaded = await loadInteraction(deps, upstream.transactionId, input.browserSecret);
  if (!loaded.ok) return loaded;
  const { interaction } = loaded;
  const { transaction } = interaction;
  if (transaction.state !== 'at-provider' || transaction.upstreamStateHash !== sha256(state)) {
    return { ok: false, error: 'interaction.out_of_order', interaction };
  }
  return { ok: true, upstream, interaction };
}
