/** Step 7: one read. The claims of the granted scopes, signed (and encrypted), while the token lives and the service is active. */
import { nowSeconds, type Registration } from '@garance/core';
import { type Claims, encryptJwt, userinfoClaims } from '@garance/oidc';
import type { ApiOutcome } from '../../api-outcome.ts';
import type { HubDeps } from '../../deps.ts';
import { openUserinfoGrant } from '../../grant.ts';
import { isId } from '../../ids.ts';
import { isStillPermitted, permittedClaims } from '../../permission.ts';
import { credentialsIn } from '../../rehearsal/facts.ts';
import type { Rehearsals } from '../../rehearsal/rehearsals.ts';
import { rehearsedToken } from '../../rehearsal/rehearsed-token.ts';

const invalid: ApiOutcome = { kind: 'error', error: 'token.access_token_invalid', scheme: 'Bearer' };

/** `query` of the address, as it was sent, encoded. */
export async function readUserinfo(deps: HubDeps, accessToken: string, query: string): Promise<ApiOutcome> {
  if (!isId(accessToken)) return invalid;
  const stored = await deps.inflight.getAccessToken(accessToken);
  if (stored === undefined) return invalid;
  const grant = openUserinfoGrant(deps.vault, accessToken, stored.value);
  const registration = deps.registry.findRegistration(grant.clientId);
  const { clientId } = grant;
  if (registration?.status !== 'active') return { ...invalid, clientId };
  if (!isStillPermitted(deps.registry, registration, grant)) return { ...invalid, clientId };
  const released = permittedClaims(deps.config.platform, registration, grant);

  const { signingAlg, encryption } = registration.userinfo;
  if (grant.rehearsalPlan !== undefined && deps.rehearsal !== undefined) {
    const { rehearsalPlan: plan } = grant;
    return rehearse(deps, deps.rehearsal, { plan, registration, sub: grant.sub, released, query });
  }
  if (signingAlg === undefined) {
    return { kind: 'json', status: 200, body: { ...released, sub: grant.sub }, clientId };
  }
  const claims = claimsOf(deps, { clientId, sub: grant.sub, released });
  const signed = await deps.keyRing.signer(signingAlg).signJwt(claims);
  if (encryption === undefined) return jwt(signed, clientId);
  const recipient = await deps.clientKeys.encryptionKey(registration, encryption);
  if (recipient === undefined)
    return { kind: 'error', error: 'token.no_encryption_key', scheme: 'Bearer', clientId };
  const parties = { iss: deps.config.issuer, aud: clientId };
  return jwt(await encryptJwt(signed, recipient, parties), clientId);
}

interface Released {
  readonly clientId: string;
  readonly sub: string;
  readonly released: Claims;
}

function claimsOf({ config, clock }: HubDeps, { clientId, sub, released }: Released): Claims {
  return userinfoClaims({
    issuer: config.issuer,
    clientId,
    nowSeconds: nowSeconds(clock),
    ttlSeconds: config.accessTokenTtlSeconds,
    sub,
    claims: released,
  });
}

interface RehearsedRead extends Omit<Released, 'clientId'> {
  readonly plan: string;
  readonly registration: Registration;
  readonly query: string;
}

/** The port protects the answer and gives it, rightly or wrongly. */
async function rehearse(
  deps: HubDeps,
  rehearsal: Rehearsals,
  { plan, registration, sub, released, query }: RehearsedRead,
): Promise<ApiOutcome> {
  const { clientId, userinfo: format } = registration;
  const claims =
    format.signingAlg === undefined ? { ...released, sub } : claimsOf(deps, { clientId, sub, released });
  const token = await rehearsedToken(deps, { rehearsal, registration, claims, sub, format });
  const facts = { tokenInUrl: credentialsIn(query).includes('access_token') };
  return { kind: 'raw', ...(await rehearsal.port.userinfo(plan, token, facts)), clientId };
}

function jwt(body: string, clientId: string): ApiOutcome {
  return { kind: 'raw', status: 200, contentType: 'application/jwt', body, clientId };
}
