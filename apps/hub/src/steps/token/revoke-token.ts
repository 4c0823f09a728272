import { authenticateClient, checkRevocationRequest } from '@garance/oidc';
import type { ApiOutcome } from '../../api-outcome.ts';
import { clientAuthContext, clientRefused } from '../../client-auth-context.ts';
import type { HubDeps } from '../../deps.ts';
import { openUserinfoGrant } from '../../grant.ts';
import { isId } from '../../ids.ts';
import { grantLifeSeconds, type TokenInput } from './redeem-code.ts';

/** RFC 7009: userinfo fails at once. An unknown token, or another client's, is answered 200 and left alone. */
export async function revokeToken(deps: HubDeps, input: Omit<TokenInput, 'query'>): Promise<ApiOutcome> {
  const client = await authenticateClient(input, await clientAuthContext(deps));
  if (!client.ok) return clientRefused(client, input.params);
  const { clientId } = client.registration;
  const checked = checkRevocationRequest(input.params);
  if (!checked.ok) return { kind: 'error', error: checked.error, clientId };
  const { token } = checked;
  const stored = isId(token) ? await deps.inflight.getAccessToken(token) : undefined;
  if (stored !== undefined && openUserinfoGrant(deps.vault, token, stored.value).clientId === clientId) {
    await deps.inflight.revokeGrant(stored.grantId, grantLifeSeconds(deps));
  }
  return { kind: 'raw', status: 200, contentType: 'text/plain', body: '', clientId };
}
