/**
 * Step 7: userinfo. The claims of the granted scopes, signed (and encrypted), while the access token is valid and the
 * service is active.
 */
import { nowSeconds, type Registration } from '@garance/core';
import { type Claims, findAccessToken, type RawParams, startTable, userinfoClaims } from '@garance/oidc';
import { type ApiOutcome, loginOf, refusalOf } from '../../api-outcome.ts';
import { checkEncryptionKey } from '../../client-keys/check-encryption-key.ts';
import type { HubDeps } from '../../deps.ts';
import { openUserinfoGrant, type UserinfoGrant } from '../../grant.ts';
import { isId } from '../../ids.ts';
import { permittedClaims } from '../../permission.ts';

export interface UserinfoCall {
  readonly deps: HubDeps;
  readonly authorization: string | undefined;
  /** Parameters of the address. */
  readonly query: RawParams;
  /** Of a POST with a form. */
  readonly body: RawParams | undefined;
}

/** The checks of the userinfo endpoint, in the order in which they run. */
export const userinfoChecks = startTable<UserinfoCall>()
  .and(findAccessToken)
  .and({
    name: 'token',
    clause: 'RFC 6750 §3.1',
    errors: ['token.access_token_invalid'],
    run: async ({ deps, token }: { readonly deps: HubDeps; readonly token: string }) => {
      const stored = isId(token) ? await deps.inflight.getAccessToken(token) : undefined;
      return stored === undefined
        ? { ok: false, error: 'token.access_token_invalid' }
        : { ok: true, adds: { grant: openUserinfoGrant(deps.vault, token, stored.value) } };
    },
  })
  .and({
    name: 'permission',
    clause: 'Garance platforms: withdrawal',
    errors: ['token.access_token_invalid'],
    run: ({ deps, grant }: { readonly deps: HubDeps; readonly grant: UserinfoGrant }) => {
      const registration = deps.registry.findRegistration(grant.clientId);
      const permitted =
        registration?.status === 'active' &&
        deps.logins.conductOf(grant.plan).isUsable(registration, grant.providerId);
      return permitted
        ? { ok: true, adds: { registration } }
        : { ok: false, error: 'token.access_token_invalid' };
    },
  })
  .and(
    checkEncryptionKey(({ userinfo }) =>
      userinfo.signingAlg === undefined ? undefined : userinfo.encryption,
    ),
  );

/** @param rawQuery raw query string of the request URL */
export async function readUserinfo(call: UserinfoCall, rawQuery: string): Promise<ApiOutcome> {
  const judged = await userinfoChecks.run(call);
  if (!judged.ok) {
    const { grant } = judged.known;
    // The access token alone identifies the client.
    const known = { params: new Map(), grant };
    return { ...refusalOf({ ...judged, known }), clientId: grant?.clientId, scheme: 'Bearer' };
  }
  const { deps, grant, registration, recipient } = judged.value;
  const answer = await deps.logins.conductOf(grant.plan).answerUserinfo({
    registration,
    claims: claimsOf(deps, registration, grant),
    sub: grant.sub,
    recipient,
    query: rawQuery,
  });
  return { ...answer, clientId: grant.clientId, login: loginOf(grant) };
}

/**
 * Claims of a JWT where the registration asks for one; else plain members of a JSON object (OpenID Connect Core
 * §5.3.2).
 */
function claimsOf({ config, clock }: HubDeps, registration: Registration, grant: UserinfoGrant): Claims {
  const claims = permittedClaims(config.platform, registration, grant);
  const { sub, clientId } = grant;
  if (registration.userinfo.signingAlg === undefined) return { ...claims, sub };
  return userinfoClaims({
    issuer: config.issuer,
    clientId,
    nowSeconds: nowSeconds(clock),
    ttlSeconds: config.accessTokenTtlSeconds,
    sub,
    claims,
  });
}
