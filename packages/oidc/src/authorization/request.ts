import type { ErrorCode, Level, Locale, Platform, Registration } from '@garance/core';
import type { Check } from '../checks.ts';
import type { RawParams } from '../params.ts';

export type ResponseMode = 'query' | 'form_post';
export type Prompt = 'login' | 'consent' | 'none';

/**
 * An authorization request after every check of the client's profile: plain data that can be stored as JSON. Optional
 * values are absent.
 */
export interface AuthorizationRequest {
  readonly clientId: string;
  /** One of the registered redirect URIs, byte for byte. */
  readonly redirectUri: string;
  readonly responseMode: ResponseMode;
  /** Granted scopes: known on this platform and part of the habilitation. Always contains `openid`. */
  readonly scopes: readonly string[];
  readonly state?: string;
  readonly nonce?: string;
  /** Requested level; served by the platform. */
  readonly level: Level;
  readonly prompt: readonly Prompt[];
  readonly maxAgeSeconds?: number;
  /** Of the method `S256`. */
  readonly codeChallenge?: string;
  /** `amr` is requested in the id_token and the service may have it. */
  readonly amr: boolean;
  /** As sent, not verified: verification needs keys (`verifyIdTokenHint`). */
  readonly idTokenHint?: string;
  /** As sent, for services that may use hints. The hub checks whether the provider exists. */
  readonly idpHint?: string;
  readonly uiLocales: readonly Locale[];
}

export type AuthorizationOutcome =
  | {
      readonly kind: 'accepted';
      readonly request: AuthorizationRequest;
      readonly registration: Registration;
    }
  /** Client or redirect URI are not verified: shown on a page. `detail` names a parameter, never a value. */
  | {
      readonly kind: 'page';
      readonly error: ErrorCode;
      readonly detail?: string | undefined;
      /** Name of the check that failed. */
      readonly check?: string;
    }
  /** Sent to the service, at a verified redirect URI. */
  | {
      readonly kind: 'redirect';
      readonly error: ErrorCode;
      readonly detail?: string | undefined;
      readonly check: string;
      readonly redirectUri: string;
      readonly responseMode: ResponseMode;
      readonly state?: string;
      readonly clientId: string;
    };

export interface AuthorizationContext {
  readonly platform: Platform;
  readonly issuer: string;
  /** Names of the reserved parameters that this hub understands (`check-reserved-parameters.ts`). */
  readonly understands: readonly string[];
  /** True for the pushed authorization request endpoint. */
  readonly pushed: boolean;
  findRegistration(clientId: string): Registration | undefined;
}

/** Input of a check: client and redirect URI are verified. */
export interface CheckInput {
  readonly params: RawParams;
  readonly registration: Registration;
  readonly platform: Platform;
  readonly understands: readonly string[];
  readonly pushed: boolean;
}

/** One rule of the authorization request: reads the parameters, and adds its result to the request. */
export type AuthorizationCheck = Check<CheckInput, Partial<AuthorizationRequest>>;

/** @returns the check; its `errors` are all errors that `run` may return */
export function authorizationCheck<const Code extends ErrorCode>(
  check: Check<CheckInput, Partial<AuthorizationRequest>, Code>,
): AuthorizationCheck {
  return check;
}
