import { pushedRequestUriPrefix, type RawParams } from '@garance/oidc';
import { type ApiOutcome, refusalOf } from '../../api-outcome.ts';
import type { HubDeps } from '../../deps.ts';
import { newId } from '../../ids.ts';
import { findLackOfRoom, sharesOfClient } from '../../room.ts';
import { pushChecks } from './authorize-checks.ts';

export interface PushInput {
  readonly authorization: string | undefined;
  readonly params: RawParams;
}

/**
 * Pushed authorization request: the client authenticates and the whole request is checked; the browser later carries
 * only its `request_uri`.
 */
export async function pushRequest(deps: HubDeps, input: PushInput): Promise<ApiOutcome> {
  const judged = await pushChecks.run({ deps, ...input });
  if (!judged.ok) return refusalOf(judged);
  const { registration, stored } = judged.value;
  const { clientId } = registration;
  const { pushedRequestTtlSeconds } = deps.config;
  const requestUri = pushedRequestUriPrefix + newId();
  const sealed = deps.vault.seal('pushed-request', JSON.stringify(stored), requestUri);
  const shares = sharesOfClient(deps.config, clientId);
  const noRoom = await findLackOfRoom(
    deps.inflight.putPushedRequest(requestUri, {
      value: sealed,
      ttlSeconds: pushedRequestTtlSeconds,
      shares,
    }),
  );
  if (noRoom !== undefined) return { kind: 'error', error: noRoom, clientId };
  return {
    kind: 'json',
    status: 201,
    clientId,
    login: { reference: stored.reference },
    body: { request_uri: requestUri, expires_in: pushedRequestTtlSeconds },
  };
}
