import type { BenchJwk, KeyAlg } from './jwe.ts';

/*
 * What the processes of the bench tell one another, as plain JSON. A target is whatever plays the hub: Garance or a peer.
 */

/** The upstream identity provider as a target must know it. */
export interface UpstreamDescription {
  readonly issuer: string;
  readonly authorization: string;
  readonly token: string;
  readonly userinfo: string;
  readonly jwks: string;
  /** Its public signing key (ES256). */
  readonly signingJwk: BenchJwk;
  /** How it encrypts id_tokens, to the hub's key; its userinfo is signed. */
  readonly encryptionAlg: KeyAlg;
}

/** How one target is registered at the upstream provider. */
export interface UpstreamClient {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  readonly encryptionJwk: BenchJwk;
}

/** The registered services: all alike but for their `client_id`, so that only their number can matter. */
export interface ServicesDescription {
  readonly count: number;
  readonly clientSecret: string;
  readonly redirectUri: string;
  readonly encryptionAlg: KeyAlg;
  readonly encryptionJwk: BenchJwk;
}

export interface TargetConfig {
  readonly upstream: UpstreamDescription;
  readonly upstreamClient: { readonly clientId: string; readonly clientSecret: string };
  readonly signingJwk: BenchJwk;
  readonly decryptionJwk: BenchJwk;
  readonly services: ServicesDescription;
}

/** A form on the way, in order: found by the end of its action; `fields` is what the citizen adds to the hidden ones. */
export interface FormStep {
  readonly actionEndsWith: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The path of one login through a target: all that differs between targets for the load generator. */
export interface LoginScript {
  readonly issuer: string;
  readonly authorization: string;
  readonly token: string;
  readonly userinfo: string;
  readonly jwks: string;
  readonly forms: readonly FormStep[];
}

/** What a started target answers. */
export interface StartedTarget {
  readonly script: LoginScript;
  /** To be registered at the upstream provider. */
  readonly upstreamRedirectUri: string;
}

/** Usage of a process since it began. */
export interface Usage {
  readonly cpuMs: number;
  readonly rssMiB: number;
}

export interface ProfileLine {
  readonly name: string;
  readonly selfPercent: number;
}

export interface LoadOrder {
  readonly script: LoginScript;
  readonly services: ServicesDescription;
  readonly durationMs: number;
  readonly mode:
    | { readonly kind: 'closed'; readonly concurrency: number }
    | { readonly kind: 'open'; readonly loginsPerSecond: number };
}

export interface LoadOutcome {
  readonly logins: number;
  readonly failures: number;
  readonly firstFailure?: string;
  readonly elapsedMs: number;
  readonly loadCpuMs: number;
  /** Milliseconds of each whole login, sorted; in open mode counted from the moment it was due. */
  readonly latenciesMs: readonly number[];
}

export interface AcceptanceOrder {
  readonly script: LoginScript;
  readonly services: ServicesDescription;
  readonly serviceDecryptionJwk: BenchJwk;
}

export const upstreamProviderId = 'upstream';
export const serviceClientId = (index: number): string => `service-${index}`;
export const requestedScope = 'openid identite_pivot email';
export const requestedLevel = 'eidas3';
