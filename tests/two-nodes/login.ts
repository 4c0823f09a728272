/** Logins at an installation, by a person and a service. */
import type { HttpBrowser } from '@garance/http-browser';
import { walkThroughLogin } from '../clients/walk-through.ts';
import { clientSecret, redirectUri } from './installation.ts';

export const basile = { provider: 'low', login: 'basile', password: 'garance' };

/** Parameters of the authorization request of a service. */
export const requestOf = (clientId: string) => ({
  response_type: 'code',
  client_id: clientId,
  redirect_uri: redirectUri,
  scope: 'openid given_name email',
  state: 'state-of-the-service',
  nonce: 'nonce-of-the-service-which-is-long',
  acr_values: 'eidas1',
});

export function authorizeUrl(issuer: string, clientId = 'by-secret'): string {
  return `${issuer}/authorize?${new URLSearchParams(requestOf(clientId))}`;
}

/** Signs in through the balancer. @returns the code */
export async function signIn(issuer: string, browser?: HttpBrowser): Promise<string> {
  const { callback } = await walkThroughLogin(authorizeUrl(issuer), basile, {
    redirectUri,
    ...(browser !== undefined && { browser }),
  });
  return callback.searchParams.get('code') ?? '';
}

export function redeem(origin: string, code: string): Promise<Response> {
  const fields = { client_id: 'by-secret', client_secret: clientSecret, redirect_uri: redirectUri, code };
  return post(`${origin}/api/v2/token`, { ...fields, grant_type: 'authorization_code' });
}

export function userinfo(origin: string, token: string | undefined): Promise<Response> {
  return fetch(`${origin}/api/v2/userinfo`, { headers: { authorization: `Bearer ${token}` } });
}

export function post(url: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(fields) });
}
