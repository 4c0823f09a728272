/** Checks of an authorization request besides the table of the client's profile, in the order in which they run. */
import type { Registration } from '@garance/core';
import {
  type AsyncCheck,
  checkPushedRequest,
  clientChecks,
  profiles,
  pushedClientRow,
  startTable,
} from '@garance/oidc';
import { type ClientCall, checkClientAuthentication } from '../../client-authentication.ts';
import type { HubDeps } from '../../deps.ts';
import { isAllowedProvider } from '../../registry.ts';
import { type AcceptedRequest, checkIdTokenHint } from '../../stored-request.ts';

interface Accepted {
  readonly deps: HubDeps;
  readonly request: AcceptedRequest;
  readonly registration: Registration;
}

/** Run before the citizen sees a page. */
export const authorizeChecks = startTable<Accepted>()
  .and({
    name: 'idp-hint-provider',
    clause: 'Garance platforms: authorization request',
    errors: ['authorize.idp_hint_invalid'],
    run: ({ deps, request: { idpHint }, registration }: Accepted) => {
      const usable =
        idpHint === undefined ||
        (registration.idpHintAllowed &&
          deps.registry.findProvider(idpHint)?.status === 'active' &&
          isAllowedProvider(registration, idpHint));
      return usable ? { ok: true, adds: {} } : { ok: false, error: 'authorize.idp_hint_invalid' };
    },
  })
  .and({
    name: 'encryption-key',
    clause: 'OpenID Connect Core §10.2',
    errors: ['client_keys.no_encryption_key'],
    // Tokens are never sent in clear text instead: the login is refused before the citizen has done anything.
    run: async ({ deps, registration }: Accepted) => {
      for (const encryption of [registration.idToken.encryption, registration.userinfo.encryption]) {
        if (encryption === undefined) continue;
        if ((await deps.clientKeys.encryptionKey(registration, encryption)) === undefined) {
          return { ok: false, error: 'client_keys.no_encryption_key' };
        }
      }
      return { ok: true, adds: {} };
    },
  })
  .and(checkIdTokenHint);

/** Checks the request of an authenticated client by the table of its profile: a failure has the name of that check. */
const checkPushed: AsyncCheck<
  ClientCall & { readonly registration: Registration },
  { readonly request: AcceptedRequest }
> = {
  name: 'authorization-request',
  clause: 'RFC 9126 §2.1',
  errors: [pushedClientRow, ...clientChecks, ...Object.values(profiles).flat()].flatMap(
    ({ errors }) => errors,
  ),
  run: ({ deps, params, registration }) => {
    const { platform, issuer } = deps.config;
    const { understands } = deps.logins;
    const checked = checkPushedRequest(params, registration, { platform, issuer, understands });
    return checked.ok ? { ok: true, adds: { request: checked.request } } : checked;
  },
};

export const pushChecks = startTable<ClientCall>()
  .and(checkClientAuthentication)
  .and(checkPushed)
  .and(checkIdTokenHint);
