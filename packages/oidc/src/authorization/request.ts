import type { ErrorCode, Level, Locale, Platform, Registration } from '@garance/core';
import type { RawParams } from '../params.ts';

export type ResponseMode = 'query' | 'form_post';
export type Prompt = 'login' | 'consent' | 'none';

/** An authorization request after every check of the client's profile: plain data, fit for JSON. Optional means absent. */
export interface AuthorizationRequest {
  readonly clientId: string;
  /** The version that was checked; what is released later is what this one and the current one both permit. */
  readonly registrationVersion: number;
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
  /** The service asked for a rehearsal, and this hub offers them. */
  readonly rehearsal: boolean;
}

export type AuthorizationOutcome =
  | {
      readonly kind: 'accepted';
      readonly request: AuthorizationRequest;
      readonly registration: Registration;
    }
  /** Client or redirect URI are unproven: told on a page. `detail` names a parameter, never a value. */
  | { readonly kind: 'page'; readonly error: ErrorCode; readonly detail?: string }
  /** Told to the service, at a redirect URI that was proven its own. */
  | {
      readonly kind: 'redirect';
      readonly error: ErrorCode;
      readonly detail?: string;
      readonly redirectUri: string;
      readonly responseMode: ResponseMode;
      readonly state?: string;
      readonly clientId: string;
    };

export interface AuthorizationContext {
  readonly platform: Platform;
  readonly issuer: string;
  /** Rehearsals are composed into this hub. */
  readonly rehearsal: boolean;
  /** Called for the pushed authorization request endpoint. */
  readonly pushed: boolean;
  findRegistration(clientId: string): Registration | undefined;
}

/** What a check may look at: client and redirect URI are proven. */
export interface CheckInput {
  readonly params: RawParams;
  readonly registration: Registration;
  readonly platform: Platform;
  readonly rehearsal: boolean;
  readonly pushed: boolean;
}

export type CheckResult =
  | { readonly ok: true; readonly adds?: Partial<AuthorizationRequest> }
  | { readonly ok: false; readonly error: ErrorCode; readonly detail?: string };

/** One rule of the authorization request. It sees the parameters, and adds to the request what it has established. */
export interface AuthorizationCheck {
  readonly name: string;
  readonly clause: string;
  readonly run: (input: CheckInput) => CheckResult;
}

/** The check has nothing to say and nothing to add. */
export const passed: CheckResult = { ok: true };
