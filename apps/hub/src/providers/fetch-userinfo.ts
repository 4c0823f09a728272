import {
  type Claims,
  type Provider,
  type ProviderEndpoints,
  userinfoEncryptionOf,
  userinfoSigningAlgOf,
} from '@garance/core';
import type { Outbound } from '@garance/web/outbound';
import { applyChecks } from './check-table.ts';
import { parseObject } from './compact.ts';
import type { FetchBounds } from './discovery.ts';
import { isJson } from './exchange-code.ts';
import { openToken, type TokenKeys } from './open-token.ts';
import { failed, type RedemptionResult, refused } from './provider-answer.ts';
import { userinfoChecks } from './userinfo-checks.ts';

interface UserinfoInput {
  readonly provider: Provider;
  readonly endpoints: ProviderEndpoints;
  readonly accessToken: string;
  /** Subject of the verified id_token. */
  readonly sub: string;
  readonly keys: TokenKeys;
  readonly nowSeconds: () => number;
}

/**
 * Fetches the userinfo and opens it in the configured format; another one is refused, so that a provider that signs
 * cannot be replaced by plain JSON. Verified on return: signature and encryption as configured, and the subject.
 */
export async function fetchUserinfo(
  outbound: Outbound,
  { provider, endpoints, accessToken, sub, keys, nowSeconds }: UserinfoInput,
  bounds: FetchBounds,
): Promise<RedemptionResult<Claims>> {
  const answer = await outbound.request({
    url: endpoints.userinfo,
    headers: { authorization: `Bearer ${accessToken}` },
    accept: provider.userinfoFormat === 'json' ? 'application/json' : 'application/jwt',
    ...bounds,
  });
  if (answer.status >= 500 || answer.status === 429)
    return refused('provider.unavailable', 'userinfo status');
  if (answer.status !== 200) return failed('provider.userinfo_response', 'userinfo status');
  const opened = await openUserinfo(answer, provider, keys);
  if (!opened.ok) return opened;
  return applyChecks(userinfoChecks, opened.value, {
    provider,
    issuer: endpoints.issuer,
    sub,
    nowSeconds: nowSeconds(),
  });
}

async function openUserinfo(
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  provider: Provider,
  keys: TokenKeys,
): Promise<RedemptionResult<Claims>> {
  if (provider.userinfoFormat === 'json') {
    const claims = isJson(headers) ? parseObject(body) : undefined;
    return claims === undefined
      ? failed('provider.userinfo_response', 'userinfo format')
      : { ok: true, value: claims };
  }
  if (!/^application\/jwt\b/i.test(headers['content-type'] ?? ''))
    return failed('provider.userinfo_response', 'userinfo format');
  const nested = provider.userinfoFormat === 'nested' ? userinfoEncryptionOf(provider) : undefined;
  if (provider.userinfoFormat === 'nested' && nested === undefined)
    return failed('provider.userinfo_response', 'userinfo configuration');
  const format = {
    signingAlg: userinfoSigningAlgOf(provider),
    ...(nested !== undefined && { encryption: nested }),
  };
  const opened = await openToken(body.trim(), format, keys);
  return opened.ok ? { ok: true, value: opened.value.claims } : opened;
}
