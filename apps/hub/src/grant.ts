import type { Level } from '@garance/core';
import type { Vault } from '@garance/store';

/** What the citizen agreed to, waiting behind a code: everything the tokens will say. Sealed in the store. */
export interface Grant {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly codeChallenge?: string;
  readonly nonce?: string;
  readonly scopes: readonly string[];
  readonly sub: string;
  readonly level: Level;
  /** Present when the service asked for it and may have it. */
  readonly amr?: readonly string[];
  /** Seconds since the epoch. */
  readonly authTime: number;
  /** Claims of userinfo, without `sub`. */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly providerId: string;
  readonly providerIdToken: string;
  /** Of the login, for the trace. */
  readonly reference: string;
  /** Of the login (`logins.ts`). */
  readonly plan?: string | undefined;
}

/** What an access token opens: only what userinfo needs. */
export type UserinfoGrant = Pick<
  Grant,
  'clientId' | 'sub' | 'scopes' | 'claims' | 'providerId' | 'reference' | 'plan'
>;

/** Sealed with the code it waits behind: the grant of one code does not open in the place of another's. */
export function sealGrant(vault: Vault, code: string, grant: Grant): string {
  return vault.seal('grant', JSON.stringify(grant), code);
}

export function openGrant(vault: Vault, code: string, sealed: string): Grant {
  return JSON.parse(vault.open('grant', sealed, code)) as Grant;
}

/** Sealed with its access token, likewise. */
export function sealUserinfoGrant(vault: Vault, accessToken: string, grant: UserinfoGrant): string {
  const { clientId, sub, scopes, claims, providerId, reference, plan } = grant;
  const kept: UserinfoGrant = { clientId, sub, scopes, claims, providerId, reference, plan };
  return vault.seal('userinfo-grant', JSON.stringify(kept), accessToken);
}

export function openUserinfoGrant(vault: Vault, accessToken: string, sealed: string): UserinfoGrant {
  return JSON.parse(vault.open('userinfo-grant', sealed, accessToken)) as UserinfoGrant;
}
