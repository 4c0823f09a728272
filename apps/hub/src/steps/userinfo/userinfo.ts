/** Step 7: one read. The claims of the granted scopes, signed (and encrypted), while the token lives and the service is active. */
import { nowSeconds } from '@garance/core';
import { encryptJwt, userinfoClaims } from '@garance/oidc';
import type { ApiOutcome } from '../../api-outcome.ts';
import type { HubDeps } from '../../deps.ts';
import { openUserinfoGrant } from '../../grant.ts';
import { isId } from '../../ids.ts';
import { isStillPermitted, permittedClaims } from '../../permission.ts';

const invalid: ApiOutcome = { kind: 'error', error: 'token.access_token_invalid', scheme: 'Bearer' };

export async function readUserinfo(deps: HubDeps, accessToken: string): Promise<ApiOutcome> {
  if (!isId(accessToken)) return invalid;
  const stored = await deps.inflight.getAccessToken(accessToken);
  if (stored === undefined) return invalid;
  const grant = openUserinfoGrant(deps.vault, stored.value);
  const registration = deps.registry.findRegistration(grant.clientId);
  const { clientId } = grant;
  if (registration?.status !== 'active') return { ...invalid, clientId };
  if (!isStillPermitted(deps.registry, registration, grant)) return { ...invalid, clientId };
  const released = permittedClaims(deps.config.platform, registration, grant);

  const { signingAlg, encryption } = registration.userinfo;
  if (signingAlg === undefined) {
    return { kind: 'json', status: 200, body: { ...released, sub: grant.sub }, clientId };
  }
  const claims = userinfoClaims({
    issuer: deps.config.issuer,
    clientId: grant.clientId,
    nowSeconds: nowSeconds(deps.clock),
    ttlSeconds: deps.config.accessTokenTtlSeconds,
    sub: grant.sub,
    claims: released,
  });
  if (grant.rehearsalPlan !== undefined && deps.rehearsal !== undefined) {
    return { kind: 'raw', ...(await deps.rehearsal.userinfo(grant.rehearsalPlan, { ...claims })), clientId };
  }
  const signed = await deps.keyRing.signer(signingAlg).signJwt(claims);
  if (encryption === undefined) return jwt(signed, clientId);
  const recipient = await deps.clientKeys.encryptionKey(registration, encryption);
  if (recipient === undefined)
    return { kind: 'error', error: 'token.no_encryption_key', scheme: 'Bearer', clientId };
  return jwt(await encryptJwt(signed, recipient), clientId);
}

function jwt(body: string, clientId: string): ApiOutcome {
  return { kind: 'raw', status: 200, contentType: 'application/jwt', body, clientId };
}
