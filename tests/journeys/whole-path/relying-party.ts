/** The service that the partner builds: openid-client, with what the partner space handed out and nothing else. */
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import * as client from 'openid-client';
import { type Person, walkThroughLogin } from '../../clients/walk-through.ts';

/** Nobody listens there: the browser stops before it, and the client reads the address. */
export const redirectUri = 'http://127.0.0.1:9/retour';
const basile = { provider: 'high', login: 'basile', password: 'garance' } as const;

export interface Credentials {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface EncryptionKey {
  /** As it is registered. */
  readonly jwks: string;
  readonly key: client.DecryptionKey;
}

export async function makeEncryptionKey(): Promise<EncryptionKey> {
  const alg = 'RSA-OAEP-256';
  const { publicKey, privateKey } = await generateKeyPair(alg);
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return {
    jwks: JSON.stringify({ keys: [{ ...jwk, use: 'enc', alg, kid }] }),
    key: { key: privateKey, alg, kid },
  };
}

interface CitizenSignIn {
  readonly level: 'eidas1' | 'eidas2';
  readonly encryption?: EncryptionKey | undefined;
  /** Absent: somebody of the cast. */
  readonly citizen?: Person;
}

/** A citizen signs in. @returns what the service was told @throws what openid-client throws, or where the login got stuck */
export async function signCitizenIn(
  { issuer, clientId, clientSecret }: Credentials,
  { level, encryption, citizen = basile }: CitizenSignIn,
) {
  const config = await client.discovery(
    new URL(issuer),
    clientId,
    { id_token_signed_response_alg: 'ES256', userinfo_signed_response_alg: 'ES256' },
    client.ClientSecretPost(clientSecret),
    { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
  );
  if (encryption !== undefined) client.enableDecryptingResponses(config, ['A256GCM'], encryption.key);
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid given_name family_name email',
    acr_values: level,
    state,
    nonce,
  });
  const { callback } = await walkThroughLogin(url, citizen, { redirectUri });
  const tokens = await client.authorizationCodeGrant(config, callback, {
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims?.sub ?? '');
  return { acr: claims?.acr, sub: claims?.sub, familyName: userinfo.family_name };
}

/** `error` of the token endpoint for these credentials with a code that is none. */
export async function tokenError({ issuer, clientId, clientSecret }: Credentials): Promise<string> {
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
