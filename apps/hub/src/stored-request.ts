/** What is kept of an authorization request until its login ends: nothing that the service could make large. */
import type { ErrorCode } from '@garance/core';
import { type AuthorizationRequest, verifyIdTokenHint } from '@garance/oidc';
import type { HubDeps } from './deps.ts';
import { sha256 } from './ids.ts';

export interface StoredRequest extends Omit<AuthorizationRequest, 'idTokenHint'> {
  /** Of the verified `id_token_hint`: another person must not sign in (Core §3.1.2.1). The hint itself is not kept. */
  readonly expectedSubHash?: string;
}

type Storable =
  | { readonly ok: true; readonly request: StoredRequest }
  | { readonly ok: false; readonly error: ErrorCode };

/** Verifies the hint, which says who must sign in, and keeps the hash of its subject. One that is not ours, or another service's, refuses the request. */
export async function toStoredRequest(
  { config, keyRing }: Pick<HubDeps, 'config' | 'keyRing'>,
  { idTokenHint, ...request }: AuthorizationRequest,
): Promise<Storable> {
  if (idTokenHint === undefined) return { ok: true, request };
  const hint = await verifyIdTokenHint(idTokenHint, {
    issuer: config.issuer,
    verificationKeys: keyRing.verificationKeys(),
    expired: 'accepted',
  });
  return hint.ok && hint.aud === request.clientId
    ? { ok: true, request: { ...request, expectedSubHash: sha256(hint.sub) } }
    : { ok: false, error: 'authorize.id_token_hint_invalid' };
}
