import { type ApiOutcome, loginOf, refusalOf } from '../../api-outcome.ts';
import type { HubDeps } from '../../deps.ts';
import { openUserinfoGrant } from '../../grant.ts';
import { isId } from '../../ids.ts';
import type { ServiceCall } from '../../logins.ts';
import { grantLifeSeconds, revocationChecks } from './token-checks.ts';

/** RFC 7009: userinfo fails at once. An unknown token, or another client's, is answered 200 without effect. */
export async function revokeToken(deps: HubDeps, call: Omit<ServiceCall, 'query'>): Promise<ApiOutcome> {
  const judged = await revocationChecks.run({ deps, ...call });
  if (!judged.ok) return refusalOf(judged);
  const { token, registration } = judged.value;
  const { clientId } = registration;
  const stored = isId(token) ? await deps.inflight.getAccessToken(token) : undefined;
  const grant = stored && openUserinfoGrant(deps.vault, token, stored.value);
  const login = grant?.clientId === clientId ? loginOf(grant) : undefined;
  if (stored !== undefined && login !== undefined) {
    await deps.inflight.revokeGrant(stored.grantId, grantLifeSeconds(deps));
  }
  return { kind: 'raw', status: 200, contentType: 'text/plain', body: '', clientId, login };
}
