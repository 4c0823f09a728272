import type { ErrorCode, Level, Platform } from '@garance/core';
import type { ProviderError } from './provider-error.ts';

/** The callback of one provider, beside what the hub remembers of the request that led there. */
export interface RedeemInput {
  /** As sent in the authorization request. */
  readonly redirectUri: string;
  /** Query of the callback; a repeated parameter has been refused before. */
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
 * What a provider's answer comes to.
 * `refused`: the provider said no or is not there, the citizen may choose another.
 * `failed`: the provider said yes in a way that proves nothing.
 * `check` names the check that failed: safe to log and to show to an integrator, never a value.
 */
export type ProviderAnswer =
  | {
      readonly kind: 'identity';
      /** Userinfo claims, of the verified subject, as the registration reads them; their content is judged by the identity rules. */
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
  /** The provider's own words, when it answered with an error. */
  readonly providerError?: ProviderError;
}

/** A step of the redemption: its result, or why the answer ends there. */
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
