import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { compactDecrypt, createRemoteJWKSet, importJWK, type JWTPayload, jwtVerify } from 'jose';
import { type AcceptanceOrder, requestedLevel } from '../shared/contract.ts';
import { personOfEmail } from '../shared/persons.ts';
import { createBrowser, openConnections } from './browser.ts';
import {
  type Actors,
  authorizationUrl,
  type CompletedLogin,
  completeLogin,
  fetchUserinfo,
  redeemCode,
  startLogin,
  walkToService,
} from './login.ts';

/*
 * What a target must pass before it is measured, the same for all: a login whose tokens independent software (`jose`)
 * decrypts and verifies, and the refusals without which a login is not secure.
 */

type Open = (nested: string) => Promise<JWTPayload>;

async function createOpen(order: AcceptanceOrder, audience: string): Promise<Open> {
  const { encryptionAlg } = order.services;
  const key = await importJWK({ ...order.serviceDecryptionJwk }, encryptionAlg);
  const hubKeys = createRemoteJWKSet(new URL(order.script.jwks));
  return async (nested) => {
    const { plaintext, protectedHeader } = await compactDecrypt(nested, key);
    assert.equal(protectedHeader.alg, encryptionAlg);
    assert.equal(protectedHeader.enc, 'A256GCM');
    assert.equal(protectedHeader.cty, 'JWT');
    const { payload, protectedHeader: signed } = await jwtVerify(Buffer.from(plaintext).toString(), hubKeys, {
      issuer: order.script.issuer,
      audience,
      algorithms: ['ES256'],
    });
    assert.equal(signed.kid, 'hub-sig');
    return payload;
  };
}

async function checkLogin(order: AcceptanceOrder, done: CompletedLogin): Promise<void> {
  const open = await createOpen(order, done.login.clientId);
  assert.equal(done.returned.searchParams.get('iss'), order.script.issuer);
  assert.equal(done.tokens.token_type.toLowerCase(), 'bearer');
  const idToken = await open(done.tokens.id_token);
  const now = Math.floor(Date.now() / 1000);
  assert.equal(idToken.nonce, done.login.nonce);
  assert.equal(idToken.acr, requestedLevel);
  assert.match(String(idToken.sub), /^[0-9a-f]{64}v1$/);
  assert.ok(idToken.exp !== undefined && idToken.exp > now && idToken.exp <= now + 61);
  assert.ok(Math.abs(Number(idToken.auth_time) - now) < 10);
  const half = createHash('sha256').update(done.tokens.access_token).digest().subarray(0, 16);
  // Optional in the code flow (Core §3.1.3.6): oidc-provider omits it there.
  assert.equal(idToken.at_hash ?? half.toString('base64url'), half.toString('base64url'));
  const userinfo = await open(done.userinfo);
  assert.equal(userinfo.sub, idToken.sub);
  const person = personOfEmail(String(userinfo.email));
  for (const [claim, value] of Object.entries(person)) assert.equal(userinfo[claim], value, claim);
}

async function subjectOf(order: AcceptanceOrder, done: CompletedLogin): Promise<string> {
  return String((await (await createOpen(order, done.login.clientId))(done.tokens.id_token)).sub);
}

async function checkReplayRevokes(actors: Actors, done: CompletedLogin): Promise<void> {
  const code = done.returned.searchParams.get('code') ?? '';
  assert.equal((await fetchUserinfo(actors, done.tokens.access_token)).status, 200);
  assert.equal((await redeemCode(actors, done.login, code)).status, 400);
  assert.equal((await fetchUserinfo(actors, done.tokens.access_token)).status, 401);
}

async function checkPkceBinds(actors: Actors): Promise<void> {
  const login = startLogin(0);
  const returned = await walkToService(
    actors,
    createBrowser(actors.connections),
    authorizationUrl(actors, login),
  );
  const stolen = { ...login, codeVerifier: startLogin(0).codeVerifier };
  const answer = await redeemCode(actors, stolen, returned.searchParams.get('code') ?? '');
  assert.equal(answer.status, 400);
}

/** Another browser that opens the address of a running login sees no page of it. */
async function checkBrowserBinds(actors: Actors): Promise<void> {
  const url = authorizationUrl(actors, startLogin(0));
  const answer = await createBrowser(actors.connections).visit(url);
  assert.equal(answer.status, 303);
  const page = new URL(answer.location ?? '', url);
  assert.notEqual((await createBrowser(actors.connections).visit(page)).status, 200);
}

async function checkWrongSecretIsRefused(actors: Actors): Promise<void> {
  const wrong = { ...actors, services: { ...actors.services, clientSecret: 'not the secret of anyone' } };
  assert.equal((await redeemCode(wrong, startLogin(0), 'no-code')).status, 401);
}

/** Throws the first requirement that does not hold. */
export async function accept(order: AcceptanceOrder): Promise<undefined> {
  const connections = openConnections(4);
  const actors: Actors = { script: order.script, services: order.services, connections };
  const first = await completeLogin(actors, 0);
  await checkLogin(order, first);
  const last = await completeLogin(actors, order.services.count - 1);
  await checkLogin(order, last);
  assert.notEqual(await subjectOf(order, first), await subjectOf(order, last));
  await checkReplayRevokes(actors, first);
  await checkPkceBinds(actors);
  await checkBrowserBinds(actors);
  await checkWrongSecretIsRefused(actors);
  await connections.close();
  return undefined;
}
