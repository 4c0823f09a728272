import { readFileSync } from 'node:fs';
import { compactDecrypt, importJWK } from 'jose';
import * as client from 'openid-client';
import { origin, serve } from './serve.mjs';

const { ISSUER = 'http://localhost:3002/api/v2', KEYS = 'keys.json' } = process.env;
const { signing, decryption } = JSON.parse(readFileSync(KEYS, 'utf8'));
const decryptionKey = await importJWK(decryption, 'ECDH-ES');

const hub = await client.discovery(
  new URL(ISSUER),
  'tutorial-plus',
  { id_token_signed_response_alg: 'ES256', userinfo_signed_response_alg: 'ES256' },
  client.PrivateKeyJwt({ key: await importJWK(signing, 'ES256'), kid: signing.kid }),
  { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
);
client.enableDecryptingResponses(hub, ['A256GCM'], { key: decryptionKey, kid: decryption.kid });

async function login() {
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const verifier = client.randomPKCECodeVerifier();
  const to = client.buildAuthorizationUrl(hub, {
    redirect_uri: `${origin}/callback`,
    scope: 'openid identite_pivot email',
    acr_values: 'eidas2',
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
  if (acr !== 'eidas2' && acr !== 'eidas3') throw new Error('below the level that was asked for');
  const person = await client.fetchUserInfo(hub, tokens.access_token, sub);
  // To sign out the hub wants its id_token back, signed and no longer encrypted.
  const { plaintext } = await compactDecrypt(tokens.id_token, decryptionKey);
  const idToken = new TextDecoder().decode(plaintext);
  return { to: `${origin}/`, session: { user: { acr, ...person }, idToken } };
}

async function logout({ idToken }) {
  if (idToken === undefined) return { to: `${origin}/`, session: {} };
  const back = { post_logout_redirect_uri: `${origin}/`, state: client.randomState() };
  return { to: client.buildEndSessionUrl(hub, { id_token_hint: idToken, ...back }), session: {} };
}

/** Only what everybody may know of a key. */
function publicPart({ kty, crv, x, y, alg, use, kid }) {
  return { kty, crv, x, y, alg, use, kid };
}

const jwks = { keys: [publicPart(signing), publicPart(decryption)] };
serve({ '/login': login, '/callback': callback, '/logout': logout }, { '/jwks': jwks });
