import type { Vault } from '@garance/store';

/** What the hub remembers of a request it sent to an identity provider, found again by the `state` it sent. */
export interface UpstreamState {
  readonly transactionId: string;
  readonly providerId: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

const purpose = 'upstream-state';

export function sealUpstreamState(vault: Vault, state: UpstreamState): string {
  return vault.seal(purpose, JSON.stringify(state));
}

export function openUpstreamState(vault: Vault, sealed: string): UpstreamState {
  return JSON.parse(vault.open(purpose, sealed)) as UpstreamState;
}
