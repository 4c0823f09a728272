import { createHash, randomBytes } from 'node:crypto';
import type { Pending, SampleService } from '../types.ts';

const randomBytesLength = 32;

/** 256 bits, 43 characters. */
export function randomValue(): string {
  return randomBytes(randomBytesLength).toString('base64url');
}

/** A started sign-in and the hub's address that asks for it (OpenID Connect Core §3.1.2.1, RFC 7636 §4.3). */
export async function beginSignIn(
  service: SampleService,
  { returnTo, level }: Pick<Pending, 'returnTo' | 'level'>,
): Promise<{ readonly pending: Pending; readonly location: string }> {
  const { implementation, settings, hub } = service;
  const { does } = implementation;
  const { authorization_endpoint } = await hub.metadata();
  const state = does.state();
  const own = { nonce: does.nonce(state), codeVerifier: does.codeVerifier(state) };
  const pending = { state, ...own, level, returnTo };
  const parameters = new URLSearchParams({
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: redirectUri(service),
    scope: settings.scopes.join(' '),
    acr_values: level,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: createHash('sha256').update(pending.codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const location = new URL(authorization_endpoint);
  for (const [name, value] of does.authorizationParameters(parameters, service)) {
    location.searchParams.append(name, value);
  }
  return { pending, location: location.href };
}

export function redirectUri({ settings }: SampleService): string {
  return `${settings.base}/callback`;
}
