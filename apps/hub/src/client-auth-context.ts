import {
  type ClientAuthContext,
  type ClientAuthOutcome,
  hubEndpoints,
  type RawParams,
  single,
} from '@garance/oidc';
import type { ApiOutcome } from './api-outcome.ts';
import type { HubDeps } from './deps.ts';

/** What client authentication needs of the hub, the same at `/token`, `/par` and `/token/revocation`. */
export async function clientAuthContext(deps: HubDeps): Promise<ClientAuthContext> {
  const { issuer } = deps.config;
  const { token, pushedAuthorizationRequest } = hubEndpoints(issuer);
  return {
    issuer,
    ...(deps.rehearsal !== undefined && { otherIssuer: deps.rehearsal.port.issuerFor }),
    endpointUrls: [token, pushedAuthorizationRequest],
    nowMs: deps.clock.now(),
    findRegistration: deps.registry.findRegistration,
    clientKeys: deps.clientKeys.verificationKeys,
    takeJti: deps.inflight.takeAssertionId,
    assertionsNotBefore: await deps.inflight.epochSeconds(),
  };
}

/** A refused proof, counted to the client that it claims to be from: nobody else suffers from its failures. */
export function clientRefused(
  { error, detail, claimedClientId }: Extract<ClientAuthOutcome, { readonly ok: false }>,
  params: RawParams,
): ApiOutcome {
  const clientId = claimedClientId ?? single(params, 'client_id');
  return { kind: 'error', error, detail, clientId: clientId?.slice(0, 255) };
}
