import type { Registration } from '@garance/core';
import {
  type AsyncCheck,
  authenticateClient,
  type ClientAuthContext,
  type ClientAuthError,
  clientAuthErrors,
  hubEndpoints,
  type RawParams,
} from '@garance/oidc';
import type { HubDeps } from './deps.ts';

/** A call that needs client authentication. */
export interface ClientCall {
  readonly deps: HubDeps;
  readonly authorization: string | undefined;
  readonly params: RawParams;
}

/** Client authentication of `/token`, `/par` and `/token/revocation`. */
export const checkClientAuthentication: AsyncCheck<
  ClientCall,
  { readonly registration: Registration },
  ClientAuthError
> = {
  name: 'client-authentication',
  clause: 'RFC 6749 §2.3, §3.2.1; OpenID Connect Core §9',
  errors: clientAuthErrors,
  run: async ({ deps, authorization, params }) => {
    const client = await authenticateClient({ authorization, params }, contextOf(deps));
    return client.ok ? { ok: true, adds: { registration: client.registration } } : client;
  },
};

function contextOf(deps: HubDeps): ClientAuthContext {
  const { issuer } = deps.config;
  const { token, pushedAuthorizationRequest } = hubEndpoints(issuer);
  return {
    issuer,
    otherIssuer: deps.logins.otherIssuer,
    endpointUrls: [token, pushedAuthorizationRequest],
    nowMs: deps.clock.now(),
    findRegistration: deps.registry.findRegistration,
    clientKeys: deps.clientKeys.verificationKeys,
    takeJti: deps.inflight.takeAssertionId,
    assertionsNotBefore: deps.inflight.epochSeconds,
  };
}
