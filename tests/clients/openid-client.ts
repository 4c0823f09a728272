import type { Platform } from '@garance/core';
import type { RunFile } from '@garance/garance';
import * as client from 'openid-client';
import type { ThirdPartyClients } from './third-party-seeds.ts';
import { type Person, walkThroughLogin } from './walk-through.ts';

/** What a third-party client has at the end of a login. */
export interface ThirdPartyLogin {
  readonly idToken: Readonly<Record<string, unknown>>;
  readonly userinfo: Readonly<Record<string, unknown>>;
  /** `expires_in`, `scope`, `token_type` as the hub answered. */
  readonly tokenResponse: Readonly<Record<string, unknown>>;
}

/** A complete login with the published `openid-client`, given only the issuer and its own credentials. */
export async function loginWithOpenidClient(
  run: RunFile,
  platform: Platform,
  person: Person,
  clients: ThirdPartyClients,
): Promise<ThirdPartyLogin> {
  const own = clients.find(run, platform);
  const config = await client.discovery(
    new URL(run.hubs[platform].integration),
    own.clientId,
    { id_token_signed_response_alg: 'ES256', userinfo_signed_response_alg: 'ES256' },
    client.ClientSecretPost(own.clientSecret),
    { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
  );
  if (platform === 'plus') client.enableDecryptingResponses(config, ['A256GCM'], own.decryption);

  const codeVerifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: own.redirectUri,
    scope: 'openid identite_pivot email',
    acr_values: platform === 'plus' ? 'eidas2' : 'eidas1',
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
  });
  const { callback } = await walkThroughLogin(url, person, { redirectUri: own.redirectUri });
  const tokens = await client.authorizationCodeGrant(config, callback, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: codeVerifier,
    idTokenExpected: true,
  });
  const idToken = tokens.claims();
  if (idToken === undefined) throw new Error('no id_token');
  const userinfo = await client.fetchUserInfo(config, tokens.access_token, idToken.sub);
  return { idToken: { ...idToken }, userinfo: { ...userinfo }, tokenResponse: { ...tokens } };
}
