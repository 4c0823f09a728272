/**
 * Step 2: which identity provider. Owns which ones are offered and the request sent upstream; does not interpret the
 * provider's answer.
 */
import type { ErrorCode, Locale, Provider, Registration } from '@garance/core';
import { GaranceError } from '@garance/core';
import type { StoreShare } from '@garance/store';
import { callbackUri } from '../../addresses.ts';
import type { HubDeps } from '../../deps.ts';
import { afterConflict, backToChoice } from '../../ending.ts';
import { newId, sha256 } from '../../ids.ts';
import { advance, type Interaction } from '../../interaction.ts';
import type { StepOutcome } from '../../outcome.ts';
import { canReach, isAllowedProvider } from '../../registry.ts';
import { findLackOfRoom } from '../../room.ts';
import { baseOf, nextState, type Transaction } from '../../transaction.ts';
import { sealUpstreamState } from '../../upstream-state.ts';

export interface Offer {
  readonly provider: Provider;
  /** `offered` can be chosen; any other is shown with the reason. */
  readonly state: 'offered' | 'level-too-low' | 'maintenance' | 'excluded';
}

type OfferDeps = Pick<HubDeps, 'registry' | 'config'>;

/**
 * The providers on the choice page. Providers below the level are left out on plus, and shown with the reason on
 * standard.
 */
export function offersFor(
  deps: OfferDeps,
  registration: Registration,
  transaction: Transaction,
): readonly Offer[] {
  return deps.registry.providers.flatMap((provider): readonly Offer[] => {
    const state = stateOf(deps, { provider, registration, transaction });
    return state === undefined ? [] : [{ provider, state }];
  });
}

interface LoginOfService {
  readonly registration: Registration;
  readonly transaction: Transaction;
}

interface Candidate extends LoginOfService {
  readonly provider: Provider;
}

/** Undefined for a provider that is left out. */
function stateOf(
  { registry, config }: OfferDeps,
  { provider, registration, transaction: { request } }: Candidate,
): Offer['state'] | undefined {
  if (provider.status === 'disabled') return undefined;
  if (provider.display?.hidden === true && request.idpHint !== provider.id) return undefined;
  if (!isAllowedProvider(registration, provider.id)) {
    return registry.choicePage.showExcluded && canReach(provider, request.level) ? 'excluded' : undefined;
  }
  if (!canReach(provider, request.level)) return config.platform === 'plus' ? undefined : 'level-too-low';
  return provider.status === 'maintenance' ? 'maintenance' : 'offered';
}

export function findOffered(
  deps: OfferDeps,
  { registration, transaction }: LoginOfService,
  providerId: string,
): Provider | undefined {
  const provider = deps.registry.findProvider(providerId);
  if (provider === undefined) return undefined;
  return stateOf(deps, { provider, registration, transaction }) === 'offered' ? provider : undefined;
}

/** The provider of that id when it is offered and has a text that the citizen must read first. */
export function findAwaitingApproval(
  deps: OfferDeps,
  login: LoginOfService,
  providerId: string | undefined,
): Provider | undefined {
  if (providerId === undefined) return undefined;
  const provider = findOffered(deps, login, providerId);
  return provider?.display?.approval === undefined ? undefined : provider;
}

export interface ChosenProvider {
  readonly interaction: Interaction;
  readonly providerId: string;
  /** The citizen has read the provider's text. */
  readonly approved: boolean;
  readonly locale: Locale;
  /** Shares of the in-flight store for the caller's logins. */
  readonly shares: readonly StoreShare[];
}

/** Milliseconds within which a second click continues with the request of the first one. */
const repeatMs = 10_000;

/** Whether the browser was sent to this provider within `repeatMs`. */
function wasJustSent(
  { clock }: Pick<HubDeps, 'clock'>,
  transaction: Transaction,
  providerId: string,
): boolean {
  if (transaction.state !== 'at-provider') return false;
  const { sent } = transaction;
  return sent.providerId === providerId && clock.now() - sent.atMs <= repeatMs;
}

/** Records the choice and sends the browser upstream with a new state, nonce and verifier. */
export async function chooseProvider(deps: HubDeps, chosen: ChosenProvider): Promise<StepOutcome> {
  const { interaction, providerId, approved, locale } = chosen;
  const { id, transaction } = interaction;
  const provider = findOffered(deps, interaction, providerId);
  if (provider === undefined) return backToChoice(deps, interaction, 'interaction.provider_not_offered');
  if (provider.display?.approval !== undefined && !approved) {
    return backToChoice(deps, interaction, 'interaction.approval_needed');
  }
  if (wasJustSent(deps, transaction, providerId)) return { kind: 'onward', id, providerId };
  if (nextState(transaction.state, 'provider-chosen') === undefined) {
    return { kind: 'error-page', error: 'interaction.out_of_order' };
  }

  const state = newId();
  const nonce = newId();
  const codeVerifier = newId();
  const upstream = await upstreamUrl(deps, provider, { chosen, state, nonce, codeVerifier, locale });
  if (!upstream.ok) return backToChoice(deps, interaction, upstream.error);

  const next: Transaction = {
    ...baseOf(transaction),
    state: 'at-provider',
    upstreamStateHash: sha256(state),
    sent: { providerId, url: upstream.url, atMs: deps.clock.now() },
  };
  const kept = sealUpstreamState(deps.vault, state, { transactionId: id, providerId, nonce, codeVerifier });
  // Concurrently: a state whose login does not refer to it has no effect.
  const [advanced, noRoom] = await Promise.all([
    advance(deps, interaction, { event: 'provider-chosen', next }),
    findLackOfRoom(
      deps.inflight.putUpstreamState(state, {
        value: kept,
        ttlSeconds: deps.config.transactionTtlSeconds,
        shares: chosen.shares,
      }),
    ),
  ]);
  if (!advanced) return afterChoiceConflict(deps, chosen);
  if (noRoom === undefined) return { kind: 'onward', id, providerId };
  return backToChoice(deps, { id, version: interaction.version + 1, transaction: next }, noRoom);
}

/** Another click changed the login first: a second one on the same account continues with the request of the first. */
async function afterChoiceConflict(
  deps: HubDeps,
  { interaction, providerId }: ChosenProvider,
): Promise<StepOutcome> {
  const outcome = await afterConflict(deps, interaction, 'choose');
  return outcome.kind === 'next' && wasJustSent(deps, outcome.transaction, providerId)
    ? { kind: 'onward', id: outcome.id, providerId }
    : outcome;
}

interface UpstreamRequest {
  readonly chosen: ChosenProvider;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly locale: Locale;
}

async function upstreamUrl(
  deps: HubDeps,
  provider: Provider,
  { chosen, state, nonce, codeVerifier, locale }: UpstreamRequest,
): Promise<{ readonly ok: true; readonly url: string } | { readonly ok: false; readonly error: ErrorCode }> {
  try {
    const url = await deps.gateway.authorizationUrl(provider, {
      redirectUri: callbackUri(deps.config.issuer, provider.id),
      level: chosen.interaction.transaction.request.level,
      state,
      nonce,
      codeVerifier,
      uiLocale: locale,
    });
    return { ok: true, url };
  } catch (error) {
    if (error instanceof GaranceError) return { ok: false, error: error.code };
    throw error;
  }
}
