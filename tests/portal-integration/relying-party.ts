/** The service that the partner builds: openid-client, with what the partner space handed out and nothing else. */
import * as client from 'openid-client';
import { type Person, walkThroughLogin } from '../clients/walk-through.ts';

/** Nobody listens there: the browser stops before it, and the client reads the address. */
export const redirectUri = 'http://127.0.0.1:9/retour';
const basile = { provider: 'high', login: 'basile', password: 'garance' } as const;

export interface Credentials {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

interface CitizenSignIn {
  readonly level: 'eidas1' | 'eidas2';
  /** Absent: somebody of the cast. */
  readonly citizen?: Person;
}

/** A login as far as the address that the browser opens, and what the service does when it comes back. */
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

/** A citizen signs in. @returns what the service was told @throws what openid-client throws, or where the login got stuck */
export async function signCitizenIn(credentials: Credentials, { level, citizen = basile }: CitizenSignIn) {
  const login = await beginLogin(credentials, { level, scope: 'openid given_name family_name email' });
  const tokens = await login.redeem(await login.comesBack(citizen));
  const claims = tokens.claims();
  const userinfo = await client.fetchUserInfo(login.config, tokens.access_token, claims?.sub ?? '');
  return { acr: claims?.acr, sub: claims?.sub, familyName: userinfo.family_name };
}
