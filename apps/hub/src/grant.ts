import type { Level } from '@garance/core';
import type { Vault } from '@garance/store';

/** What the citizen agreed to: everything that the tokens of a code will contain. Sealed in the store. */
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
  /** Reference of the login, for the trace. */
  readonly reference: string;
  /** Plan of the login's conduct (`logins.ts`). */
  readonly plan?: string | undefined;
}

/** Part of the grant that userinfo needs, stored with an access token. */
export type UserinfoGrant = Pick<
  Grant,
  'clientId' | 'sub' | 'scopes' | 'claims' | 'providerId' | 'reference' | 'plan'
>;

/** Seals a grant for its code: it cannot be opened under another code. */
export function sealGrant(vault: Vault, code: string, grant: Grant): string {
  return vault.seal('grant', JSON.stringify(grant), code);
}

export function openGrant(vault: Vault, code: string, sealed: string): Grant {
  return JSON.parse(vault.open('grant', sealed, code)) as Grant;
}

/** Seals a grant for its access token: it cannot be opened under another one. */
export function sealUserinfoGrant(vault: Vault, accessToken: string, grant: UserinfoGrant): string {
  const { clientId, sub, scopes, claims, providerId, reference, plan } = grant;
  const kept: UserinfoGrant = { clientId, sub, scopes, claims, providerId, reference, plan };
  return vault.seal('userinfo-grant', JSON.stringify(kept), accessToken);
}

export function openUserinfoGrant(vault: Vault, accessToken: string, sealed: string): UserinfoGrant {
  return JSON.parse(vault.open('userinfo-grant', sealed, accessToken)) as UserinfoGrant;
}
