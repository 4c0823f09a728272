import type { CountedStore } from '@garance/store';
import type { BenchJwk, KeyAlg } from './jwe.ts';

/*
 * Messages between the processes of the bench, as plain JSON. A target plays the hub: Garance or a peer.
 */

/** The upstream identity provider, for the configuration of a target. */
export interface UpstreamDescription {
  readonly issuer: string;
  readonly authorization: string;
  readonly token: string;
  readonly userinfo: string;
  readonly jwks: string;
  /** Its public signing key (ES256). */
  readonly signingJwk: BenchJwk;
  /** Encryption of id_tokens, to the hub's key; userinfo is only signed. */
  readonly encryptionAlg: KeyAlg;
}

/** Registration of one target at the upstream provider. */
export interface UpstreamClient {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  readonly encryptionJwk: BenchJwk;
}

/** The registered services, equal except for `client_id`, so that only their number matters. */
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

/** A form on the way, identified by the end of its action; `fields` are added to the hidden ones. */
export interface FormStep {
  readonly actionEndsWith: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The path of one login through a target: the only difference between targets for the load generator. */
export interface LoginScript {
  readonly issuer: string;
  readonly authorization: string;
  readonly token: string;
  readonly userinfo: string;
  readonly jwks: string;
  readonly forms: readonly FormStep[];
}

/** The answer of a started target. */
export interface StartedTarget {
  readonly script: LoginScript;
  /** Redirect URI to register at the upstream provider. */
  readonly upstreamRedirectUri: string;
  /** Absent for a target whose store is not counted. */
  readonly storeCalls?: Pick<CountedStore, 'start' | 'stop'>;
}

/** Resource usage of a process since its start. */
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
  /** Milliseconds of each complete login, sorted; in open mode counted from the planned start. */
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
