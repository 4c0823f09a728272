/** The partner's service: openid-client with the credentials from the partner space only. */
import * as client from 'openid-client';
import { type Person, walkThroughLogin } from '../clients/walk-through.ts';

/** No server listens there: the test's browser stops before it, and the client reads the address. */
export const redirectUri = 'http://127.0.0.1:9/retour';
const basile = { provider: 'high', login: 'basile', password: 'garance' } as const;

export interface Credentials {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

interface CitizenSignIn {
  readonly level: 'eidas1' | 'eidas2';
  /** Absent: a demo person. */
  readonly citizen?: Person;
}

/** Begins a login: the address for the browser, and the service's callback. */
export async function beginLogin(
  { issuer, clientId, clientSecret }: Credentials,
  { level, scope }: { readonly level: CitizenSignIn['level']; readonly scope: string },
) {
  const config = await client.discovery(
    new URL(issuer),
    clientId,
    { id_token_signed_response_alg: 'ES256', userinfo_signed_response_alg: 'ES256' },
    client.ClientSecretPost(clientSecret),
    { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
  );
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope,
    acr_values: level,
    state,
    nonce,
  });
  return {
    config,
    url,
    comesBack: async (citizen: Person) => (await walkThroughLogin(url, citizen, { redirectUri })).callback,
    redeem: (callback: URL) =>
      client.authorizationCodeGrant(config, callback, {
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      }),
  };
}

/** Signs a citizen in. @returns the claims for the service @throws the error of openid-client, or where the login is stuck */
export async function signCitizenIn(credentials: Credentials, { level, citizen = basile }: CitizenSignIn) {
  const login = await beginLogin(credentials, { level, scope: 'openid given_name family_name email' });
  const tokens = await login.redeem(await login.comesBack(citizen));
  const claims = tokens.claims();
  const userinfo = await client.fetchUserInfo(login.config, tokens.access_token, claims?.sub ?? '');
  return { acr: claims?.acr, sub: claims?.sub, familyName: userinfo.family_name };
}
