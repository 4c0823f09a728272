/**
 * Step 6: a code becomes tokens, once. Owns redemption, the id_token and the access token.
 * Taking the code leaves a tombstone; a second redemption revokes the tokens of the first, even an access token that is
 * being written at the same time (RFC 6749 §4.1.2, security.md 2 and 3).
 */
import type { Registration } from '@garance/core';
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
  readonly accessToken: string;
  readonly idToken: string;
}

async function answerTokens(
  deps: HubDeps,
  call: ServiceCall,
  { registration, grant, accessToken, idToken }: Redeemed,
): Promise<ApiOutcome> {
  const body = {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: deps.config.accessTokenTtlSeconds,
    scope: grant.scopes.join(' '),
    id_token: idToken,
  };
  const answer = await deps.logins.conductOf(grant.plan).answerToken(body, call);
  return { ...answer, clientId: registration.clientId, login: loginOf(grant) };
}
