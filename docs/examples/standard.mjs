import * as client from 'openid-client';
import { origin, serve } from './serve.mjs';

const { ISSUER = 'http://localhost:3001/api/v2' } = process.env;

const hub = await client.discovery(
  new URL(ISSUER),
  'tutorial-standard',
  { id_token_signed_response_alg: 'ES256', userinfo_signed_response_alg: 'ES256' },
  client.ClientSecretPost('a-secret-for-the-tutorial-alone'),
  // http, on this machine only. Signatures are checked although the tokens come straight from the hub.
  { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
);

async function login() {
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const verifier = client.randomPKCECodeVerifier();
  const to = client.buildAuthorizationUrl(hub, {
    redirect_uri: `${origin}/callback`,
    scope: 'openid identite_pivot email',
    acr_values: 'eidas1',
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  return { to, session: { state, nonce, verifier } };
}

async function callback({ state, nonce, verifier }, url) {
  const tokens = await client.authorizationCodeGrant(hub, url, {
    expectedState: state ?? 'no login was begun in this browser',
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  });
  const { sub, acr } = tokens.claims();
  if (acr !== 'eidas1') throw new Error('not the level that was asked for');
  const person = await client.fetchUserInfo(hub, tokens.access_token, sub);
  return { to: `${origin}/`, session: { user: { acr, ...person }, idToken: tokens.id_token } };
}

async function logout({ idToken }) {
  if (idToken === undefined) return { to: `${origin}/`, session: {} };
  const back = { post_logout_redirect_uri: `${origin}/`, state: client.randomState() };
  return { to: client.buildEndSessionUrl(hub, { id_token_hint: idToken, ...back }), session: {} };
}

serve({ '/login': login, '/callback': callback, '/logout': logout });
