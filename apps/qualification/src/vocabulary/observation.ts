/**
 * What the hub saw of one rehearsed login, in order: facts, never a secret, a code, a token or an identity. `state`,
 * `nonce` and a spent `code_verifier` are the service's own random values, kept because repetition shows only by
 * comparison; reports carry their lengths only.
 */
import type { AuthorizeFacts, EndSessionFacts, TokenFacts, UserinfoFacts } from '@garance/core';

export type { AuthorizeFacts, EndSessionFacts, TokenFacts, UserinfoFacts };

export type Observation = {
  /** Epoch milliseconds. */
  readonly atMs: number;
} & (
  | { readonly kind: 'authorize'; readonly facts: AuthorizeFacts }
  /** The answer left the hub. `delivery` is there when the fault withheld it: for the runner, never for a report. */
  | {
      readonly kind: 'callback';
      readonly withheld: boolean;
      /** Not the good one. */
      readonly faulty: boolean;
      readonly params: readonly string[];
      readonly delivery?: Delivery;
    }
  | { readonly kind: 'token'; readonly facts: TokenFacts; readonly faulty: boolean }
  | { readonly kind: 'userinfo'; readonly facts: UserinfoFacts; readonly faulty: boolean }
  | { readonly kind: 'end_session'; readonly facts: EndSessionFacts }
  /** Of the rehearsal issuer. */
  | { readonly kind: 'discovery' | 'jwks'; readonly faulty: boolean }
  /** The attacker's key set was fetched: the service follows `jku`. */
  | { readonly kind: 'forged-keys' }
);

/** An answer for the runner to bring to the service. */
export interface Delivery {
  readonly redirectUri: string;
  readonly responseMode: 'query' | 'form_post';
  readonly params: Readonly<Record<string, string>>;
}
