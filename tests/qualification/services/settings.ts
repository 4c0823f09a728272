import type { Clock, Level, Platform } from '@garance/core';
import type { ServiceKeys } from './keys.ts';

/** Waits of a service, in milliseconds: shorter in the suite's own tests. */
export interface Timing {
  /** No answer of the hub is waited for longer. */
  readonly timeoutMs: number;
  /** Absent, here and below: as long as the hub says (`Cache-Control: max-age`). */
  readonly discoveryMaxAgeMs?: number;
  readonly jwksMaxAgeMs?: number;
  /** An unknown key name asks for the keys again, at most this often. */
  readonly jwksCoolDownMs: number;
}

export const usualTiming: Timing = {
  timeoutMs: 12_000,
  discoveryMaxAgeMs: 600_000,
  jwksMaxAgeMs: 600_000,
  jwksCoolDownMs: 30_000,
};

export interface Settings {
  readonly platform: Platform;
  /** The hub's; everything else comes from its discovery document. */
  readonly issuer: () => string;
  /** The integration hub's, whose addresses are in its documentation. */
  readonly documentedIssuer: string;
  readonly clientId: string;
  /** `client_secret_post` on standard; plus signs its requests. */
  readonly clientSecret?: string;
  /** Where it is mounted, without final slash. */
  readonly base: string;
  readonly scopes: readonly string[];
  readonly level: Level;
  /** Of the page that needs more. */
  readonly higherLevel: Level;
  readonly keys: ServiceKeys;
  readonly timing: Timing;
  readonly clock: Clock;
}
