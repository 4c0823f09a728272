/** What the suite asks of the platform under which a service is rehearsed, in this process or over a socket. */
import type { Level, Platform } from '@garance/core';
import type { Fault } from './fault.ts';
import type { Observation } from './observation.ts';
import type { PersonId } from './person.ts';
import type { Sighting, Trace } from './trace.ts';

/** One login to rehearse: without a fault the hub behaves. */
export interface RehearsalInput {
  readonly person: PersonId;
  /**
   * Of several people who are alike but for the day of birth, which one: scenarios that are played at the same time have
   * people of their own.
   */
  readonly worker?: number;
  readonly fault?: Fault;
  /** Id of the rehearsal token of a login that this browser began before: for its values. */
  readonly after?: string;
  /** The level that the hub says was reached; absent, the one asked for. */
  readonly level?: Level;
  /** Claims beyond those of the scopes, in id_token and userinfo: unknown ones must not disturb. */
  readonly extraClaims?: Readonly<Record<string, unknown>>;
  /** The service under test is configured on the rehearsal issuer: answers name it, and its keys sign. */
  readonly throughRehearsalIssuer?: true;
}

/** A rehearsal token for one login of one browser: the cookie goes into the browser before it opens the service. */
export interface RehearsalToken {
  /** Names the login in `observations`. */
  readonly id: string;
  readonly cookie: { readonly url: string; readonly name: string; readonly value: string };
}

export interface RehearsedService {
  readonly clientId: string;
  readonly serviceId: string;
  readonly registrationId: string;
  readonly registrationVersion: number;
  readonly platform: Platform;
  /** Of the integration hub. */
  readonly issuer: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly grantedScopes: readonly string[];
  readonly authMethod: 'client_secret_post' | 'client_secret_basic' | 'private_key_jwt';
  readonly encrypted: boolean;
  /** The service publishes a second usable encryption key. */
  readonly hasSecondEncryptionKey: boolean;
  /** What the hub sees in the service's published keys, for `requests.jwks`; absent when it publishes none. */
  readonly jwks?: { readonly reachable: boolean; readonly findings: readonly string[] };
  /** Issuer with discovery and keys of its own, for a test instance configured on it. */
  readonly rehearsalIssuer: string;
}

/** Rejects with a `GaranceError` (`rehearsal.*`) when the platform is not there or refuses. */
export interface Rehearsal {
  readonly service: RehearsedService;
  token(input: RehearsalInput): Promise<RehearsalToken>;
  /** What the hub saw of this login until now. */
  observations(tokenId: string): Promise<readonly Observation[]>;
  /** What of this login lies in these traces of a browser: kinds and places, never a value. */
  search(tokenId: string, traces: readonly Trace[]): Promise<readonly Sighting[]>;
  close(): Promise<void>;
}
