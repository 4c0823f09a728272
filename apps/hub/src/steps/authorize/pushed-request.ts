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
  const requestUri = pushedRequestUriPrefix + newId();
  await deps.inflight.putPushedRequest(
    requestUri,
    deps.vault.seal('pushed-request', JSON.stringify(checked.request)),
    pushedRequestTtlSeconds,
  );
  return {
    kind: 'json',
    status: 201,
    clientId: registration.clientId,
    body: { request_uri: requestUri, expires_in: pushedRequestTtlSeconds },
  };
}
