/**
 * Checks before the step of every interaction, callback and consent: a well-formed identifier, a live transaction, the
 * browser it is bound to, and a service that is still allowed (security.md, attacks 5, 8, 12, 13).
 */
import type { ErrorCode, Registration } from '@garance/core';
import type { HubDeps } from './deps.ts';
import { isId, sha256 } from './ids.ts';
import {
  type LoadedTransaction,
  nextState,
  openTransaction,
  sealTransaction,
  type Transaction,
  type TransactionEvent,
} from './transaction.ts';

export interface Interaction extends LoadedTransaction {
  readonly registration: Registration;
  /** The browser's secret, from which CSRF tokens are derived. */
  readonly browserSecret: string;
}

/** An interaction whose person is known. */
export interface IdentifiedInteraction extends Interaction {
  readonly transaction: Extract<Transaction, { readonly state: 'identified' }>;
}

export function isIdentified(interaction: Interaction): interaction is IdentifiedInteraction {
  return interaction.transaction.state === 'identified';
}

export type LoadResult =
  | { readonly ok: true; readonly interaction: Interaction }
  | { readonly ok: false; readonly error: ErrorCode };

export async function loadInteraction(
  deps: Pick<HubDeps, 'inflight' | 'vault' | 'registry'>,
  id: string | undefined,
  browserSecret: string | undefined,
): Promise<LoadResult> {
  if (!isId(id)) return { ok: false, error: 'interaction.expired' };
  if (browserSecret === undefined) return { ok: false, error: 'interaction.other_browser' };
  const stored = await deps.inflight.getTransaction(id);
  if (stored === undefined) return { ok: false, error: 'interaction.expired' };
  const transaction = openTransaction(deps.vault, id, stored.value);
  if (transaction.browserHash !== sha256(browserSecret))
    return { ok: false, error: 'interaction.other_browser' };
  const registration = findPermitted(deps.registry, transaction);
  if (registration === undefined) return { ok: false, error: 'interaction.service_unavailable' };
  return { ok: true, interaction: { id, version: stored.version, transaction, registration, browserSecret } };
}

/** The registration of this login, while the service is active and still owns the redirect URI. */
function findPermitted(registry: HubDeps['registry'], { request }: Transaction): Registration | undefined {
  const registration = registry.findRegistration(request.clientId);
  if (registration?.status !== 'active') return undefined;
  return registration.redirectUris.includes(request.redirectUri) ? registration : undefined;
}

interface TransactionChange {
  readonly event: TransactionEvent;
  readonly next: Transaction;
  /** Seconds that the transaction is kept from now on, when shorter than its remaining lifetime. */
  readonly ttlSeconds?: number;
}

/** Stores the transaction's next state, when the event is allowed and no concurrent request has changed it. */
export async function advance(
  deps: Pick<HubDeps, 'inflight' | 'vault'>,
  loaded: LoadedTransaction,
  { event, next, ttlSeconds }: TransactionChange,
): Promise<boolean> {
  if (nextState(loaded.transaction.state, event) !== next.state) return false;
  return deps.inflight.putTransaction(loaded.id, {
    value: sealTransaction(deps.vault, loaded.id, next),
    expectedVersion: loaded.version,
    ttlSeconds,
  });
}
