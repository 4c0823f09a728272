/**
 * Step 6: a code becomes tokens, once. Owns redemption, the id_token and the access token.
 * Taking the code leaves a tombstone; a second redemption revokes what the first gave, and revocation wins even over a
 * token that is being written (RFC 6749 §4.1.2, security.md 2 and 3).
 */
import { nowSeconds, type Registration } from '@garance/core';
import { type Claims, idTokenClaims, type RecipientKey } from '@garance/oidc';
import { type ApiOutcome, loginOf, refusalOf } from '../../api-outcome.ts';
import type { HubDeps } from '../../deps.ts';
import type { Grant } from '../../grant.ts';
import type { ServiceCall } from '../../logins.ts';
import { tokenChecks } from './token-checks.ts';

export async function redeemCode(deps: HubDeps, call: ServiceCall): Promise<ApiOutcome> {
  const judged = await tokenChecks.run({ deps, ...call });
  if (judged.ok) return answerTokens(deps, call, judged.value);
  deps.logins.tokenRefused(call, judged.error);
  return refusalOf(judged);
}

interface Redeemed {
  readonly registration: Registration;
  readonly grant: Grant;
  readonly recipient: RecipientKey | undefined;
  readonly accessToken: string;
}

async function answerTokens(deps: HubDeps, call: ServiceCall, redeemed: Redeemed): Promise<ApiOutcome> {
  const { registration, grant, recipient, accessToken } = redeemed;
  const conduct = deps.logins.conductOf(grant.plan);
  const claims = claimsOf(deps, redeemed);
  const body = {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: deps.config.accessTokenTtlSeconds,
    scope: grant.scopes.join(' '),
    id_token: await conduct.protectIdToken({ registration, grant, claims, recipient, call }),
  };
  const answer = await conduct.answerToken(body, call);
  return { ...answer, clientId: registration.clientId, login: loginOf(grant) };
}

function claimsOf({ config, clock }: HubDeps, { registration, grant, accessToken }: Redeemed): Claims {
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
