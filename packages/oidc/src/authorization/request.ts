import type { ErrorCode, Level, Locale, Platform, Registration } from '@garance/core';
import type { Check } from '../checks.ts';
import type { RawParams } from '../params.ts';

export type ResponseMode = 'query' | 'form_post';
export type Prompt = 'login' | 'consent' | 'none';

/** An authorization request after every check of the client's profile: plain data, fit for JSON. Optional means absent. */
export interface AuthorizationRequest {
  readonly clientId: string;
  /** One of the registered ones, byte for byte. */
  readonly redirectUri: string;
  readonly responseMode: ResponseMode;
  /** Granted: known on this platform and part of the habilitation. Always contains `openid`. */
  readonly scopes: readonly string[];
  readonly state?: string;
  readonly nonce?: string;
  /** Asked; served by the platform. */
  readonly level: Level;
  readonly prompt: readonly Prompt[];
  readonly maxAgeSeconds?: number;
  /** S256. */
  readonly codeChallenge?: string;
  /** `amr` is wanted in the id_token and the service may have it. */
  readonly amr: boolean;
  /** As sent, not verified: verification needs keys (`verifyIdTokenHint`). */
  readonly idTokenHint?: string;
  /** As sent; the service may use hints. Whether the provider exists is for the hub to say. */
  readonly idpHint?: string;
  readonly uiLocales: readonly Locale[];
}

export type AuthorizationOutcome =
  | {
      readonly kind: 'accepted';
      readonly request: AuthorizationRequest;
      readonly registration: Registration;
    }
  /** Client or redirect URI are unproven: told on a page. `detail` names a parameter, never a value. */
  | {
      readonly kind: 'page';
      readonly error: ErrorCode;
      readonly detail?: string | undefined;
      /** Name of the check that failed. */
      readonly check?: string;
    }
  /** Told to the service, at a redirect URI that was proven its own. */
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
  /** Called for the pushed authorization request endpoint. */
  readonly pushed: boolean;
  findRegistration(clientId: string): Registration | undefined;
}

/** What a check may look at: client and redirect URI are proven. */
export interface CheckInput {
  readonly params: RawParams;
  readonly registration: Registration;
  readonly platform: Platform;
  readonly understands: readonly string[];
  readonly pushed: boolean;
}

/** One rule of the authorization request. It sees the parameters, and adds to the request what it has established. */
export type AuthorizationCheck = Check<CheckInput, Partial<AuthorizationRequest>>;

/** @returns the check; its `errors` are all that its `run` may answer */
export function authorizationCheck<const Code extends ErrorCode>(
  check: Check<CheckInput, Partial<AuthorizationRequest>, Code>,
): AuthorizationCheck {
  return check;
}
