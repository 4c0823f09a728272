import { type ClientAuthContext, hubEndpoints, type RawParams, single } from '@garance/oidc';
import type { HubDeps } from './deps.ts';

/** What client authentication needs of the hub, the same at `/token`, `/par` and `/token/revocation`. */
export async function clientAuthContext(deps: HubDeps): Promise<ClientAuthContext> {
  const { issuer } = deps.config;
  const { token, pushedAuthorizationRequest } = hubEndpoints(issuer);
  return {
    issuer,
    endpointUrls: [token, pushedAuthorizationRequest],
    nowMs: deps.clock.now(),
    findRegistration: deps.registry.findRegistration,
    clientKeys: deps.clientKeys.verificationKeys,
    takeJti: deps.inflight.takeAssertionId,
    assertionsNotBefore: await deps.inflight.epochSeconds(),
  };
}

/** The client that a refused request claims to come from: for the rate of failures and the log only. */
export function claimedClientId(params: RawParams): string | undefined {
  return single(params, 'client_id')?.slice(0, 255);
}
