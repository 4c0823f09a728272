/** What is stored of an authorization request until its login ends: nothing whose size the service controls. */
import { type AsyncCheck, type AuthorizationRequest, verifyIdTokenHint } from '@garance/oidc';
import type { HubConfig } from './hub-config.ts';
import { newReference, sha256 } from './ids.ts';
import type { KeyRing } from './keys/key-ring.ts';

export interface StoredRequest extends Omit<AuthorizationRequest, 'idTokenHint'> {
  /** Random, one for all steps of the login, from the pushed request to userinfo: for the trace (`trace.ts`). */
  readonly reference: string;
  /**
   * Hash of the subject of the verified `id_token_hint`: another person must not sign in (Core §3.1.2.1). The hint
   * itself is not stored.
   */
  readonly expectedSubHash?: string;
}

/** A request that the checks of its profile have accepted; one that was pushed has its reference already. */
export interface AcceptedRequest extends AuthorizationRequest {
  readonly reference?: string;
}

interface HintInput {
  readonly deps: { readonly config: HubConfig; readonly keyRing: KeyRing };
  readonly request: AcceptedRequest;
}

/**
 * The hint tells who must sign in: it must be an id_token of this hub for this client. The hash of its subject is
 * stored.
 */
export const checkIdTokenHint: AsyncCheck<
  HintInput,
  { readonly stored: StoredRequest },
  'authorize.id_token_hint_invalid'
> = {
  name: 'id-token-hint-signature',
  clause: 'OpenID Connect Core §3.1.2.1',
  errors: ['authorize.id_token_hint_invalid'],
  run: async ({ deps, request: { idTokenHint, ...request } }) => {
    const stored: StoredRequest = { ...request, reference: request.reference ?? newReference() };
    if (idTokenHint === undefined) return { ok: true, adds: { stored } };
    const hint = await verifyIdTokenHint(idTokenHint, {
      issuer: deps.config.issuer,
      verificationKeys: deps.keyRing.verificationKeys(),
      expired: 'accepted',
    });
    return hint.ok && hint.aud === request.clientId
      ? { ok: true, adds: { stored: { ...stored, expectedSubHash: sha256(hint.sub) } } }
      : { ok: false, error: 'authorize.id_token_hint_invalid' };
  },
};
