/**
 * The in-flight login, from the checked authorization request to the answer for the service.
 *
 * ```
 *                 provider-chosen        identified           ended
 *   choosing ───────────────▶ at-provider ─────────▶ identified ─────▶ ended (a code, or an error)
 *    ▲  ▲─────────────────────────┘  │                                   ▲
 *    │        provider-refused       │ failed                            │
 *    │                               ▼               ended               │
 *    └──── another-account ──────  failed ───────────────────────────────┘
 * ```
 *
 * Every state may be `ended`: the person can go back to the service at any time. An ended login is kept for as long as
 * its answer may be asked for again.
 * It owns the states, the events allowed in each, and the sealed form in the store. It knows no step.
 */
import type { ErrorCode, Level, ReleasedIdentity } from '@garance/core';
import type { AuthorizationResponse } from '@garance/oidc';
import type { Vault } from '@garance/store';
import type { StoredRequest } from './stored-request.ts';

export type TransactionState = 'choosing' | 'at-provider' | 'identified' | 'failed' | 'ended';
export type TransactionEvent =
  | 'provider-chosen'
  | 'provider-refused'
  | 'identified'
  | 'failed'
  | 'another-account'
  | 'ended';

/** The state after each event; an event absent from a state's row is refused there. */
const transitions: Readonly<Record<TransactionState, Partial<Record<TransactionEvent, TransactionState>>>> = {
  choosing: {
    'provider-chosen': 'at-provider',
    'provider-refused': 'choosing',
    identified: 'identified',
    failed: 'failed',
    ended: 'ended',
  },
  'at-provider': {
    'provider-chosen': 'at-provider',
    'provider-refused': 'choosing',
    identified: 'identified',
    failed: 'failed',
    ended: 'ended',
  },
  identified: { ended: 'ended' },
  failed: { 'another-account': 'choosing', ended: 'ended' },
  // The answer is replaced when it could not be completed.
  ended: { ended: 'ended' },
};

/** Undefined when the event is not allowed in this state. */
export function nextState(state: TransactionState, event: TransactionEvent): TransactionState | undefined {
  return transitions[state][event];
}

/** Common properties of every state. */
interface TransactionBase {
  readonly request: StoredRequest;
  /** SHA-256 of the browser-binding cookie: only that browser may continue. */
  readonly browserHash: string;
  readonly startedAtMs: number;
  /** Opaque: chooses the login's conduct (`logins.ts`). */
  readonly plan?: string | undefined;
}

/** A verified answer of an identity provider, or of another identity source. */
export interface VerifiedAnswer {
  readonly providerId: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly level: Level;
  readonly amr: readonly string[];
  /** Seconds since the epoch. */
  readonly authTime: number;
  /**
   * The provider sent no time: `authTime` is the time of its answer, and must not be used for anything that depends on
   * it.
   */
  readonly authTimePresumed?: true;
  readonly idToken: string;
}

/** A sign-in confirmed by the civil register, not yet specific to a service. */
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
  /** The provider's claims, only where single sign-on may need them: a later login runs the same checks again. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** The person as this service will see them, to be shown and released. */
export interface SignedInPerson extends ConfirmedSignIn {
  readonly sub: string;
  /** Keyed fingerprint for the sign-in history, which does not identify the person. */
  readonly fingerprint: string;
}

/** The authorization request that was sent to a provider. */
export interface SentUpstream {
  readonly providerId: string;
  /** The whole address of the authorization request. */
  readonly url: string;
  readonly atMs: number;
}

/** The answer to the service, with when and by which form it was decided. */
export interface Ending {
  readonly response: EndingResponse;
  /** Code in the answer, when it has one. */
  readonly code?: string;
  /** Absent when the answer was not decided by a form. */
  readonly form?: FormId;
  readonly atMs: number;
}

/** How the browser carries the answer; `withheld`: the hub sends none. */
export type EndingResponse = AuthorizationResponse | { readonly kind: 'withheld' };

/** The forms of a login. */
export type FormId = 'choose' | 'consent' | 'leave' | 'another-account';

export type Transaction = TransactionBase &
  (
    | { readonly state: 'choosing'; readonly notice?: ErrorCode }
    | { readonly state: 'at-provider'; readonly upstreamStateHash: string; readonly sent: SentUpstream }
    | { readonly state: 'identified'; readonly person: SignedInPerson }
    | { readonly state: 'failed'; readonly error: ErrorCode; readonly detail?: string }
    | { readonly state: 'ended'; readonly ending: Ending }
  );

/** A transaction as loaded: its identifier, and the version a change must match. */
export interface LoadedTransaction<T extends Transaction = Transaction> {
  readonly id: string;
  readonly version: number;
  readonly transaction: T;
}

/** The common properties, for building the next state. */
export function baseOf(transaction: Transaction): TransactionBase {
  const { request, browserHash, startedAtMs, plan } = transaction;
  return { request, browserHash, startedAtMs, plan };
}

const purpose = 'transaction';

/**
 * Sealed as a whole, so that civil attributes are never readable in the in-flight store; bound to the identifier it is
 * stored under, so that it cannot be opened under another one.
 */
export function sealTransaction(vault: Vault, id: string, transaction: Transaction): string {
  return vault.seal(purpose, JSON.stringify(transaction), id);
}

export function openTransaction(vault: Vault, id: string, sealed: string): Transaction {
  return JSON.parse(vault.open(purpose, sealed, id)) as Transaction;
}
