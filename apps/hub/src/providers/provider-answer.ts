import type { ErrorCode, Level, Platform } from '@garance/core';
import type { ProviderError } from './provider-error.ts';

/** The callback of one provider, with the stored facts of the request that it answers. */
export interface RedeemInput {
  /** As sent in the authorization request. */
  readonly redirectUri: string;
  /** Query of the callback; the caller has refused repeated parameters. */
  readonly callback: Readonly<Record<string, string>>;
  readonly state: string;
  readonly nonce: string;
  /** PKCE verifier; sent when the provider is configured for it. */
  readonly codeVerifier: string;
  readonly requestedLevel: Level;
  readonly platform: Platform;
  readonly transactionStartedAtMs: number;
}

/**
 * Result of a provider's answer.
 * `refused`: the provider answered with an error or is unavailable; the citizen may choose another.
 * `failed`: the answer did not pass the checks.
 * `check` names the check that failed: safe to log and to show to an integrator, never a value.
 */
export type ProviderAnswer =
  | {
      readonly kind: 'identity';
      /**
       * Userinfo claims of the verified subject, in the names of the registration; the identity rules check their
       * content.
       */
      readonly claims: Readonly<Record<string, unknown>>;
      readonly acr: Level;
      readonly amr?: readonly string[];
      /** NumericDate. */
      readonly authTime?: number;
      /** Decrypted, signed: the hint for the provider's own logout. */
      readonly idToken: string;
    }
  | ({ readonly kind: 'refused' } & Refusal)
  | ({ readonly kind: 'failed' } & Refusal);

interface Refusal {
  readonly error: ErrorCode;
  readonly check?: string;
  /** The provider's error, when it answered with one. */
  readonly providerError?: ProviderError;
}

/** Result of one part of the redemption, or the reason why it ends there. */
export type RedemptionResult<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly kind: 'refused' | 'failed';
      readonly error: ErrorCode;
      readonly check: string;
      readonly providerError?: ProviderError;
    };

export function failed(error: ErrorCode, check: string): RedemptionResult<never> {
  return { ok: false, kind: 'failed', error, check };
}

export function refused(
  error: ErrorCode,
  check: string,
  providerError?: ProviderError,
): RedemptionResult<never> {
  return { ok: false, kind: 'refused', error, check, ...(providerError !== undefined && { providerError }) };
}
