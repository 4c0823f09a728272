/**
 * Step 6: a code becomes tokens, once. Owns redemption, the id_token and the access token.
 * Taking the code leaves a tombstone; a second redemption revokes what the first gave, and revocation wins even over a
 * token that is being written (RFC 6749 §4.1.2, security.md 2 and 3).
 */
import type { Registration } from '@garance/core';
import { nowSeconds } from '@garance/core';
import {
  authenticateClient,
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

export interface TokenInput {
  readonly authorization: string | undefined;
  readonly params: RawParams;
}

export async function redeemCode(deps: HubDeps, input: TokenInput): Promise<ApiOutcome> {
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
  const grant = openGrant(deps.vault, taken.value);
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
}

async function issueTokens(deps: HubDeps, { registration, grant, grantId }: Issue): Promise<ApiOutcome> {
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
    value: sealUserinfoGrant(deps.vault, grant),
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
  const signed = await signIdToken(deps, grant, idToken.signingAlg, claims);
  await rememberLogin(deps, { registration, grant, signedIdToken: signed });
  const body = {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: deps.config.accessTokenTtlSeconds,
    scope: grant.scopes.join(' '),
    id_token: recipient === undefined ? signed : await encryptJwt(signed, recipient),
  };
  if (grant.rehearsalPlan !== undefined && deps.rehearsal !== undefined) {
    return { kind: 'raw', ...(await deps.rehearsal.tokenResponse(grant.rehearsalPlan, body)), clientId };
  }
  return { kind: 'json', status: 200, body, clientId };
}

async function signIdToken(
  deps: HubDeps,
  grant: Grant,
  alg: Registration['idToken']['signingAlg'],
  claims: object,
): Promise<string> {
  const signer = deps.keyRing.signer(alg);
  if (grant.rehearsalPlan === undefined || deps.rehearsal === undefined) return signer.signJwt(claims);
  const told = await deps.rehearsal.idToken(grant.rehearsalPlan, { ...claims });
  return 'jwt' in told ? told.jwt : signer.signJwt(told.claims);
}
