import {
  authenticateClient,
  checkPushedRequest,
  pushedRequestUriPrefix,
  type RawParams,
} from '@garance/oidc';
import type { ApiOutcome } from '../../api-outcome.ts';
import { clientAuthContext, clientRefused } from '../../client-auth-context.ts';
import type { HubDeps } from '../../deps.ts';
import { newId } from '../../ids.ts';
import { findLackOfRoom, sharesOfClient } from '../../room.ts';
import { toStoredRequest } from '../../stored-request.ts';

export interface PushInput {
  readonly authorization: string | undefined;
  readonly params: RawParams;
}

/** A pushed authorization request: the client proves itself, the request is checked whole, the browser later carries only its name. */
export async function pushRequest(deps: HubDeps, input: PushInput): Promise<ApiOutcome> {
  const client = await authenticateClient(input, await clientAuthContext(deps));
  if (!client.ok) return clientRefused(client, input.params);
  const { registration } = client;
  const { platform, issuer, pushedRequestTtlSeconds } = deps.config;
  const checked = checkPushedRequest(input.params, registration, {
    platform,
    issuer,
    rehearsal: deps.rehearsal !== undefined,
  });
  if (!checked.ok) return { ...checked, kind: 'error', clientId: registration.clientId };
  const storable = await toStoredRequest(deps, checked.request);
  if (!storable.ok) return { ...storable, kind: 'error', clientId: registration.clientId };
  const requestUri = pushedRequestUriPrefix + newId();
  const sealed = deps.vault.seal('pushed-request', JSON.stringify(storable.request), requestUri);
  const shares = sharesOfClient(deps.config, registration.clientId);
  const noRoom = await findLackOfRoom(
    deps.inflight.putPushedRequest(requestUri, sealed, pushedRequestTtlSeconds, shares),
  );
  if (noRoom !== undefined) return { kind: 'error', error: noRoom, clientId: registration.clientId };
  return {
    kind: 'json',
    status: 201,
    clientId: registration.clientId,
    body: { request_uri: requestUri, expires_in: pushedRequestTtlSeconds },
  };
}
