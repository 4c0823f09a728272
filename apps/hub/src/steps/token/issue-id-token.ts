import { nowSeconds, type Registration } from '@garance/core';
import { type Claims, idTokenClaims, type RecipientKey } from '@garance/oidc';
import type { HubDeps } from '../../deps.ts';
import type { Grant } from '../../grant.ts';
import type { ServiceCall } from '../../logins.ts';

export interface IdTokenInput extends ServiceCall {
  readonly deps: HubDeps;
  readonly registration: Registration;
  readonly grant: Grant;
  readonly recipient: RecipientKey | undefined;
  /** The access token issued with it. */
  readonly accessToken: string;
}

/** Issues the id_token of a redeemed grant, protected according to its login's conduct. */
export function issueIdToken(input: IdTokenInput): Promise<string> {
  const { deps, registration, grant, recipient, authorization, params, query } = input;
  return deps.logins.conductOf(grant.plan).protectIdToken({
    registration,
    grant,
    claims: claimsOf(input),
    recipient,
    call: { authorization, params, query },
  });
}

function claimsOf({ deps: { config, clock }, registration, grant, accessToken }: IdTokenInput): Claims {
  return idTokenClaims({
    issuer: config.issuer,
    sub: grant.sub,
    clientId: registration.clientId,
    nowSeconds: nowSeconds(clock),
    ttlSeconds: config.idTokenTtlSeconds,
    authTime: grant.authTime,
    ...(grant.nonce !== undefined && { nonce: grant.nonce }),
    acr: grant.level,
    ...(grant.amr !== undefined && { amr: grant.amr }),
    accessToken,
  });
}
