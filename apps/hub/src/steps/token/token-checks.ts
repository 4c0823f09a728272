/** The checks of the token and the revocation endpoint, in the order in which they run. */
import type { Registration } from '@garance/core';
import {
  checkRevocationRequest,
  checkTokenRequest,
  startTable,
  type TokenRequest,
  verifyPkce,
} from '@garance/oidc';
import { type ClientCall, checkClientAuthentication } from '../../client-authentication.ts';
import { checkEncryptionKey } from '../../client-keys/check-encryption-key.ts';
import type { HubDeps } from '../../deps.ts';
import { type Grant, openGrant, sealUserinfoGrant } from '../../grant.ts';
import { newId } from '../../ids.ts';
import type { ServiceCall } from '../../logins.ts';
import { narrowGrant } from '../../permission.ts';
import { type IdTokenInput, issueIdToken } from './issue-id-token.ts';

/** Seconds that a revocation is kept: longer than every code and token of its grant. */
export function grantLifeSeconds({ config }: Pick<HubDeps, 'config'>): number {
  return config.codeTtlSeconds + config.accessTokenTtlSeconds + config.idTokenTtlSeconds;
}

interface Redemption {
  readonly deps: HubDeps;
  readonly request: TokenRequest;
  readonly registration: Registration;
  readonly grant: Grant;
  readonly grantId: string;
}

/**
 * A call with form parameters: the code is taken as soon as the client has authenticated, whatever fails afterwards.
 */
export const tokenChecks = startTable<ClientCall & ServiceCall>()
  .and(checkTokenRequest)
  .and(checkClientAuthentication)
  .and({
    name: 'code',
    clause: 'RFC 6749 §4.1.2, §4.1.3',
    errors: ['token.code_unknown', 'token.code_replayed', 'token.code_of_another_client'],
    run: async ({ deps, request, registration }: Omit<Redemption, 'grant' | 'grantId'>) => {
      const taken = await deps.inflight.takeCode(request.code);
      if (taken.kind === 'unknown') return { ok: false, error: 'token.code_unknown' };
      const { grantId } = taken;
      if (taken.kind === 'replayed') {
        await deps.inflight.revokeGrant(grantId, grantLifeSeconds(deps));
        return { ok: false, error: 'token.code_replayed' };
      }
      const grant = openGrant(deps.vault, request.code, taken.value);
      return grant.clientId === registration.clientId
        ? { ok: true, adds: { grant, grantId } }
        : { ok: false, error: 'token.code_of_another_client' };
    },
  })
  .and({
    name: 'redirect-uri',
    clause: 'RFC 6749 §4.1.3',
    errors: ['token.redirect_uri_mismatch'],
    run: ({ grant, request }: Redemption) =>
      grant.redirectUri === request.redirectUri
        ? { ok: true, adds: {} }
        : { ok: false, error: 'token.redirect_uri_mismatch' },
  })
  .and({
    name: 'pkce',
    clause: 'RFC 7636 §4.6; RFC 9700 §2.1.1',
    errors: ['token.pkce_failed'],
    run: ({ grant, request }: Redemption) =>
      verifyPkce(grant.codeChallenge, request.codeVerifier)
        ? { ok: true, adds: {} }
        : { ok: false, error: 'token.pkce_failed' },
  })
  .and({
    name: 'permission',
    clause: 'Garance platforms: withdrawal',
    errors: ['token.grant_ended'],
    run: ({ deps, grant, registration }: Redemption) => {
      const permitted =
        registration.redirectUris.includes(grant.redirectUri) &&
        deps.logins.conductOf(grant.plan).isUsable(registration, grant.providerId);
      return permitted
        ? { ok: true, adds: { grant: narrowGrant(grant, registration) } }
        : { ok: false, error: 'token.grant_ended' };
    },
  })
  .and(checkEncryptionKey(({ idToken }) => idToken.encryption))
  .and({
    name: 'grant',
    clause: 'RFC 6749 §4.1.2',
    errors: ['token.grant_ended'],
    // A second redemption of the code may have revoked the grant meanwhile: then no token is sent. Both are written
    // concurrently; the record of a login whose id_token was not sent cannot be found and expires.
    run: async (redemption: Redemption & ServiceCall & Pick<IdTokenInput, 'recipient'>) => {
      const { deps, grant, grantId } = redemption;
      const accessToken = newId();
      const [stored, idToken] = await Promise.all([
        deps.inflight.putAccessToken(accessToken, {
          grantId,
          value: sealUserinfoGrant(deps.vault, accessToken, grant),
          ttlSeconds: deps.config.accessTokenTtlSeconds,
        }),
        issueIdToken({ ...redemption, accessToken }),
      ]);
      return stored
        ? { ok: true, adds: { accessToken, idToken } }
        : { ok: false, error: 'token.grant_ended' };
    },
  });

export const revocationChecks = startTable<ClientCall>()
  .and(checkClientAuthentication)
  .and(checkRevocationRequest);
