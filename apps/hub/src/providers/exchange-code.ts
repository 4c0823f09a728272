import type { Provider, ProviderEndpoints } from '@garance/core';
import type { Outbound } from '@garance/web/outbound';
import { parseObject } from './compact.ts';
import type { FetchBounds } from './discovery.ts';
import { failed, type RedemptionResult, refused } from './provider-answer.ts';
import { readProviderError } from './provider-error.ts';

export interface TokenResponse {
  readonly accessToken: string;
  /** Not yet decrypted or verified. */
  readonly idToken: string;
}

interface ExchangeInput {
  readonly provider: Provider;
  readonly endpoints: ProviderEndpoints;
  readonly code: string;
  readonly redirectUri: string;
  readonly codeVerifier: string;
}

/**
 * Redeems the code at the provider's token endpoint with client authentication (RFC 6749 §4.1.3, §2.3.1).
 * Verified: 200, JSON, a Bearer token and an id_token. Rejects with OutboundError when there was no usable answer.
 */
export async function exchangeCode(
  outbound: Outbound,
  { provider, endpoints, code, redirectUri, codeVerifier }: ExchangeInput,
  bounds: FetchBounds,
): Promise<RedemptionResult<TokenResponse>> {
  const form = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectUri });
  if (provider.pkce) form.set('code_verifier', codeVerifier);
  const headers: Record<string, string> = { 'content-type': 'application/x-www-form-urlencoded' };
  if (provider.authMethod === 'client_secret_basic') {
    headers.authorization = basicCredentials(provider);
  } else {
    form.set('client_id', provider.clientId);
    form.set('client_secret', provider.clientSecret);
  }
  const answer = await outbound.request({
    url: endpoints.token,
    method: 'POST',
    headers,
    body: form.toString(),
    accept: 'application/json',
    ...bounds,
  });
  if (answer.status >= 500 || answer.status === 429)
    return refused('provider.unavailable', 'token endpoint status');
  const body = isJson(answer.headers) ? parseObject(answer.body) : undefined;
  if (answer.status >= 400 && typeof body?.error === 'string') {
    return refused('provider.answered_error', 'token endpoint answer', readProviderError(body));
  }
  return answer.status === 200 && body !== undefined
    ? judgeTokenResponse(body)
    : failed('provider.token_response', 'token endpoint format');
}

function judgeTokenResponse(body: Readonly<Record<string, unknown>>): RedemptionResult<TokenResponse> {
  const { access_token, token_type, id_token } = body;
  const bearer = typeof token_type === 'string' && token_type.toLowerCase() === 'bearer';
  // RFC 6750 §2.1: the access token is put into a request header, so no other characters are allowed.
  const usable = typeof access_token === 'string' && /^[\w\-.~+/]+=*$/.test(access_token);
  return bearer && usable && typeof id_token === 'string'
    ? { ok: true, value: { accessToken: access_token, idToken: id_token } }
    : failed('provider.token_response', 'token response members');
}

export function isJson(headers: Readonly<Record<string, string>>): boolean {
  return /^application\/(?:[\w.-]+\+)?json\b/i.test(headers['content-type'] ?? '');
}

/** RFC 6749 §2.3.1: each half is form-urlencoded before base64. */
function basicCredentials({ clientId, clientSecret }: Provider): string {
  const encode = (value: string) => new URLSearchParams([['', value]]).toString().slice(1);
  return `Basic ${Buffer.from(`${encode(clientId)}:${encode(clientSecret)}`).toString('base64')}`;
}
