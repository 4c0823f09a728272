/**
 * Step 6: a code becomes tokens, once. Owns redemption, the id_token and the access token.
 * Taking the code leaves a tombstone; a second redemption revokes what the first gave, and revocation wins even over a
 * token that is being written (RFC 6749 §4.1.2, security.md 2 and 3).
 */
import type { Registration } from '@garance/core';
import { nowSeconds } from '@garance/core';
import {
  authenticateClient,
  type Claims,
  checkTokenRequest,
  encryptJwt,
  idTokenClaims,
  type RawParams,
  single,
  verifyPkce,
} from '@garance/oidc';
import type { ApiOutcome } from '../../api-outcome.ts';
import { clientAuthContext, clientRefused } from '../../client-auth-context.ts';
import type { HubDeps } from '../../deps.ts';
import { type Grant, openGrant, sealUserinfoGrant } from '../../grant.ts';
import { newId } from '../../ids.ts';
import { rememberLogin } from '../../logout-record.ts';
import { isStillPermitted, narrowGrant } from '../../permission.ts';
import { tokenFacts } from '../../rehearsal/facts.ts';
import type { Rehearsals } from '../../rehearsal/rehearsals.ts';
import { rehearsedToken } from '../../rehearsal/rehearsed-token.ts';

export interface TokenInput {
  readonly authorization: string | undefined;
  readonly params: RawParams;
  /** Of the address, as it was sent, encoded. */
  readonly query: string;
}

export async function redeemCode(deps: HubDeps, input: TokenInput): Promise<ApiOutcome> {
  const outcome = await redeem(deps, input);
  if (deps.rehearsal !== undefined && outcome.kind === 'error') {
    deps.rehearsal.port.tokenRefused(
      single(input.params, 'code') ?? '',
      tokenFacts(input, outcome.error).facts,
    );
  }
  return outcome;
}

async function redeem(deps: HubDeps, input: TokenInput): Promise<ApiOutcome> {
  const checked = checkTokenRequest(input.params);
  if (!checked.ok) {
    return {
      kind: 'error',
      error: checked.error,
      clientId: single(input.params, 'client_id')?.slice(0, 255),
    };
  }
  const client = await authenticateClient(input, await clientAuthContext(deps));
  if (!client.ok) return clientRefused(client, input.params);
  const { registration } = client;
  const { request } = checked;
  const refuse = (error: Extract<ApiOutcome, { kind: 'error' }>['error']): ApiOutcome => ({
    kind: 'error',
    error,
    clientId: registration.clientId,
  });

  const taken = await deps.inflight.takeCode(request.code);
  if (taken.kind === 'unknown') return refuse('token.code_unknown');
  if (taken.kind === 'replayed') {
    await deps.inflight.revokeGrant(taken.grantId, grantLifeSeconds(deps));
    return refuse('token.code_replayed');
  }
  const grant = openGrant(deps.vault, request.code, taken.value);
  if (grant.clientId !== registration.clientId) return refuse('token.code_of_another_client');
  if (grant.redirectUri !== request.redirectUri) return refuse('token.redirect_uri_mismatch');
  if (!verifyPkce(grant.codeChallenge, request.codeVerifier)) return refuse('token.pkce_failed');
  const permitted =
    registration.redirectUris.includes(grant.redirectUri) &&
    isStillPermitted(deps.registry, registration, grant);
  if (!permitted) return refuse('token.grant_ended');
  return issueTokens(deps, {
    registration,
    grant: narrowGrant(grant, registration),
    grantId: taken.grantId,
    input,
  });
}

/** Long enough for a revocation to outlive every code and token of its grant. */
export function grantLifeSeconds({ config }: Pick<HubDeps, 'config'>): number {
  return config.codeTtlSeconds + config.accessTokenTtlSeconds + config.idTokenTtlSeconds;
}

interface Issue {
  readonly registration: Registration;
  readonly grant: Grant;
  readonly grantId: string;
  readonly input: TokenInput;
}

async function issueTokens(deps: HubDeps, issue: Issue): Promise<ApiOutcome> {
  const { registration, grant, grantId } = issue;
  const { clientId, idToken } = registration;
  const recipient =
    idToken.encryption === undefined
      ? undefined
      : await deps.clientKeys.encryptionKey(registration, idToken.encryption);
  if (idToken.encryption !== undefined && recipient === undefined) {
    return { kind: 'error', error: 'token.no_encryption_key', clientId };
  }
  const accessToken = newId();
  const stored = await deps.inflight.putAccessToken(accessToken, {
    grantId,
    value: sealUserinfoGrant(deps.vault, accessToken, grant),
    ttlSeconds: deps.config.accessTokenTtlSeconds,
  });
  if (!stored) return { kind: 'error', error: 'token.grant_ended', clientId };

  const claims = idTokenClaims({
    issuer: deps.config.issuer,
    sub: grant.sub,
    clientId,
    nowSeconds: nowSeconds(deps.clock),
    ttlSeconds: deps.config.idTokenTtlSeconds,
    authTime: grant.authTime,
    ...(grant.nonce !== undefined && { nonce: grant.nonce }),
    acr: grant.level,
    ...(grant.amr !== undefined && { amr: grant.amr }),
    accessToken,
  });
  const bodyWith = (protectedToken: string) => ({
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: deps.config.accessTokenTtlSeconds,
    scope: grant.scopes.join(' '),
    id_token: protectedToken,
  });
  if (grant.rehearsalPlan !== undefined && deps.rehearsal !== undefined) {
    return rehearse(deps, deps.rehearsal, { ...issue, plan: grant.rehearsalPlan, claims, bodyWith });
  }
  const signed = await deps.keyRing.signer(idToken.signingAlg).signJwt(claims);
  await rememberLogin(deps, { registration, grant, signedIdToken: signed });
  const parties = { iss: deps.config.issuer, aud: clientId };
  const body = bodyWith(recipient === undefined ? signed : await encryptJwt(signed, recipient, parties));
  return { kind: 'json', status: 200, body, clientId };
}

interface RehearsedIssue extends Issue {
  readonly plan: string;
  readonly claims: Claims;
  readonly bodyWith: (protectedToken: string) => Claims;
}

/** The port protects the id_token and answers, rightly or wrongly. No provider's session is left to end. */
async function rehearse(
  deps: HubDeps,
  rehearsal: Rehearsals,
  { registration, grant, input, plan, claims, bodyWith }: RehearsedIssue,
): Promise<ApiOutcome> {
  const { facts, presentedSecret } = tokenFacts(input);
  const { sub } = grant;
  const format = registration.idToken;
  const token = await rehearsedToken(deps, { rehearsal, registration, claims, sub, format, presentedSecret });
  const body = bodyWith(await rehearsal.port.idToken(plan, token));
  const answer = await rehearsal.port.tokenResponse(plan, body, facts);
  return { kind: 'raw', ...answer, clientId: registration.clientId };
}
