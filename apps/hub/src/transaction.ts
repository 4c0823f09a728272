/**
 * The in-flight login, from the checked authorization request to the code.
 *
 * ```
 *                 provider-chosen        identified          consented
 *   choosing ───────────────▶ at-provider ─────────▶ identified ─────────▶ (gone: a code)
 *      ▲  ▲───────────────────────┘  │                    │
 *      │      provider-refused       │ failed             │ left
 *      │                             ▼                    ▼
 *      └────────── left ─────────  failed ── left ──▶ (gone: an error to the service)
 * ```
 *
 * It owns the states, the events allowed in each, and the sealed form in the store. It knows no step.
 */
import type { ErrorCode, Level, ReleasedIdentity } from '@garance/core';
import type { AuthorizationRequest } from '@garance/oidc';
import type { Vault } from '@garance/store';

export type TransactionState = 'choosing' | 'at-provider' | 'identified' | 'failed';
export type TransactionEvent = 'provider-chosen' | 'provider-refused' | 'identified' | 'failed';

/** What each event leads to; an event absent from a state's row is refused there. */
const transitions: Readonly<Record<TransactionState, Partial<Record<TransactionEvent, TransactionState>>>> = {
  choosing: {
    'provider-chosen': 'at-provider',
    'provider-refused': 'choosing',
    identified: 'identified',
    failed: 'failed',
  },
  'at-provider': {
    'provider-chosen': 'at-provider',
    'provider-refused': 'choosing',
    identified: 'identified',
    failed: 'failed',
  },
  identified: {},
  failed: {},
};

/** Undefined when the event is not allowed in this state. */
export function nextState(state: TransactionState, event: TransactionEvent): TransactionState | undefined {
  return transitions[state][event];
}

/** What every state knows. */
interface TransactionBase {
  readonly request: AuthorizationRequest;
  /** SHA-256 of the browser-binding cookie: only that browser may go on. */
  readonly browserHash: string;
  readonly startedAtMs: number;
  /** From a verified `id_token_hint`: another person must not sign in (Core §3.1.2.2). */
  readonly expectedSub?: string;
  /** Opaque plan of the rehearsal port, integration only. */
  readonly rehearsalPlan?: string;
}

/** A verified answer of an identity provider, or of a rehearsal. */
export interface VerifiedAnswer {
  readonly providerId: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly level: Level;
  readonly amr: readonly string[];
  /** Seconds since the epoch. */
  readonly authTime: number;
  /** The provider did not say when: `authTime` is the moment of its answer, good for nothing that depends on it. */
  readonly authTimePresumed?: true;
  readonly idToken: string;
}

/** A sign-in that the civil register confirmed, not yet any service's. */
export interface ConfirmedSignIn {
  readonly identity: ReleasedIdentity;
  readonly providerId: string;
  readonly level: Level;
  readonly amr: readonly string[];
  /** Seconds since the epoch. */
  readonly authTime: number;
  /** As in `VerifiedAnswer`. */
  readonly authTimePresumed?: true;
  /** The provider's id_token, for its own logout. */
  readonly providerIdToken: string;
}

/** The person as this service will see them, ready to be shown and released. */
export interface SignedInPerson extends ConfirmedSignIn {
  readonly sub: string;
  /** Keyed fingerprint for the sign-in history; never the person. */
  readonly fingerprint: string;
}

export type Transaction = TransactionBase &
  (
    | { readonly state: 'choosing'; readonly notice?: ErrorCode }
    | { readonly state: 'at-provider'; readonly upstreamStateHash: string }
    | { readonly state: 'identified'; readonly person: SignedInPerson }
    | { readonly state: 'failed'; readonly error: ErrorCode; readonly detail?: string }
  );

/** A transaction as loaded: its identifier, and the version a change must match. */
export interface LoadedTransaction<T extends Transaction = Transaction> {
  readonly id: string;
  readonly version: number;
  readonly transaction: T;
}

/** What every state shares, to build the next one from. */
export function baseOf(transaction: Transaction): TransactionBase {
  const { request, browserHash, startedAtMs, expectedSub, rehearsalPlan } = transaction;
  return {
    request,
    browserHash,
    startedAtMs,
    ...(expectedSub !== undefined && { expectedSub }),
    ...(rehearsalPlan !== undefined && { rehearsalPlan }),
  };
}

const purpose = 'transaction';

/** Sealed whole: civil attributes never lie readable in the in-flight store. */
export function sealTransaction(vault: Vault, transaction: Transaction): string {
  return vault.seal(purpose, JSON.stringify(transaction));
}

export function openTransaction(vault: Vault, sealed: string): Transaction {
  return JSON.parse(vault.open(purpose, sealed)) as Transaction;
}
