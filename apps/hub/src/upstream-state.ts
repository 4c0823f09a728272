import type { Vault } from '@garance/store';

/** What the hub stores about a request to an identity provider, found by the `state` that it sent. */
export interface UpstreamState {
  readonly transactionId: string;
  readonly providerId: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

const purpose = 'upstream-state';

/** @param state the `state` sent upstream: the sealed value can be opened with this one only */
export function sealUpstreamState(vault: Vault, state: string, kept: UpstreamState): string {
  return vault.seal(purpose, JSON.stringify(kept), state);
}

export function openUpstreamState(vault: Vault, state: string, sealed: string): UpstreamState {
  return JSON.parse(vault.open(purpose, sealed, state)) as UpstreamState;
}
