/** Credentials from the partner space, and a hub's answers to them. */

export interface Credentials {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

interface Client {
  readonly redirectUri: string;
}

/** Whether the hub knows the client: it does within moments of its publication. */
export async function isKnown({ issuer, clientId }: Credentials, { redirectUri }: Client): Promise<boolean> {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'openid',
    state: 'a-state-that-is-long-enough-for-anybody',
    nonce: 'a-nonce-that-is-long-enough-for-anybody',
    acr_values: 'eidas2',
  });
  const answer = await fetch(`${issuer}/authorize?${query}`, { redirect: 'manual' });
  return answer.status !== 400;
}

/** `error` of the token endpoint for these credentials with an invalid code. */
export async function tokenError(
  { issuer, clientId, clientSecret }: Credentials,
  { redirectUri }: Client,
): Promise<string> {
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: 'none',
      redirect_uri: redirectUri,
      client_id: clientId,
      client_secret: clientSecret,
    }),
  });
  return ((await answer.json()) as { readonly error: string }).error;
}
