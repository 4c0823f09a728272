import type { Platform } from '@garance/core';
import type { RunFile } from '@garance/garance';
import { compactDecrypt } from 'jose';
import * as oauth from 'oauth4webapi';
import type { ThirdPartyLogin } from './openid-client.ts';
import type { ThirdPartyClient, ThirdPartyClients } from './third-party-seeds.ts';
import { type Person, walkThroughLogin } from './walk-through.ts';

const insecure = { [oauth.allowInsecureRequests]: true };

/** The same login with `oauth4webapi` alone, step by step, so that each answer is checked by itself. */
export async function loginWithOauth4webapi(
  run: RunFile,
  platform: Platform,
  person: Person,
  clients: ThirdPartyClients,
): Promise<ThirdPartyLogin> {
  const own = clients.find(run, platform);
  const issuer = new URL(run.hubs[platform].integration);
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
  const me: oauth.Client = {
    client_id: own.clientId,
    id_token_signed_response_alg: 'ES256',
    userinfo_signed_response_alg: 'ES256',
  };
  const nonce = oauth.generateRandomNonce();
  const state = oauth.generateRandomState();
  const codeVerifier = oauth.generateRandomCodeVerifier();
  const start = await authorizationUrl(as, own, { nonce, state, codeVerifier });
  const { callback } = await walkThroughLogin(start, person, { redirectUri: own.redirectUri });

  const params = oauth.validateAuthResponse(as, me, callback, state);
  const auth = oauth.ClientSecretPost(own.clientSecret);
  const opening = platform === 'plus' ? { [oauth.jweDecrypt]: decryptWith(own) } : {};
  const answer = await oauth.authorizationCodeGrantRequest(
    as,
    me,
    auth,
    params,
    own.redirectUri,
    codeVerifier,
    insecure,
  );
  const tokens = await oauth.processAuthorizationCodeResponse(as, me, answer, {
    expectedNonce: nonce,
    requireIdToken: true,
    ...opening,
  });
  await oauth.validateApplicationLevelSignature(as, answer, insecure);
  const idToken = oauth.getValidatedIdTokenClaims(tokens);
  if (idToken === undefined) throw new Error('no id_token');
  const response = await oauth.userInfoRequest(as, me, tokens.access_token, insecure);
  const userinfo = await oauth.processUserInfoResponse(as, me, idToken.sub, response, opening);
  await oauth.validateApplicationLevelSignature(as, response, insecure);
  return { idToken: { ...idToken }, userinfo: { ...userinfo }, tokenResponse: { ...tokens } };
}

async function authorizationUrl(
  as: oauth.AuthorizationServer,
  own: ThirdPartyClient,
  secrets: { readonly nonce: string; readonly state: string; readonly codeVerifier: string },
): Promise<URL> {
  const url = new URL(as.authorization_endpoint ?? '');
  url.search = new URLSearchParams({
    client_id: own.clientId,
    redirect_uri: own.redirectUri,
    response_type: 'code',
    scope: 'openid identite_pivot email',
    acr_values: own.platform === 'plus' ? 'eidas2' : 'eidas1',
    state: secrets.state,
    nonce: secrets.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(secrets.codeVerifier),
    code_challenge_method: 'S256',
  }).toString();
  return url;
}

function decryptWith({ decryption }: ThirdPartyClient): (jwe: string) => Promise<string> {
  return async (jwe) => {
    const { plaintext } = await compactDecrypt(jwe, decryption.key, {
      keyManagementAlgorithms: [decryption.alg],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return new TextDecoder().decode(plaintext);
  };
}
