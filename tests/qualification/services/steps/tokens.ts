/** Reading a token: opened when the platform encrypts, its signature proven, then what it says. */
import { nowSeconds } from '@garance/core';
import { compactDecrypt, decodeProtectedHeader, importJWK } from 'jose';
import { decryptionKeyOf } from '../checks/jose.ts';
import { ask, parseObject } from '../hub/http.ts';
import { hold, Refusal } from '../refusal.ts';
import type { Claims, Does, Exchange, JweContext, JwsContext, ReadToken, Tokens } from '../types.ts';

/** @throws Refusal `<what>.jwe.*` */
export async function openJwe(context: JweContext): Promise<string> {
  const { service, what } = context;
  await hold(`${what}.jwe`, service.implementation.checks.jwe, context);
  try {
    const key = await importJWK(decryptionKeyOf(context) ?? {}, 'RSA-OAEP-256');
    const { plaintext } = await compactDecrypt(context.jwe, key, {
      keyManagementAlgorithms: ['RSA-OAEP-256'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return new TextDecoder().decode(plaintext);
  } catch {
    throw new Refusal(`${what}.jwe.decryption`);
  }
}

/** Claims whose signature by the hub is proven. @throws Refusal `<what>.jws.*` */
export async function verifyJws(context: Omit<JwsContext, 'header'>): Promise<Claims> {
  const { what, jws, service } = context;
  const header = headerOf(jws);
  await hold(`${what}.jws`, service.implementation.checks.jws, { ...context, header });
  return payloadOf(what, jws);
}

/** Nothing of it is proven. */
export function headerOf(token: string): Claims {
  try {
    return { ...decodeProtectedHeader(token) };
  } catch {
    return {};
  }
}

/** Nothing of it is proven. @throws Refusal */
export function payloadOf(what: string, jws: string): Claims {
  const payload = Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8');
  return parseObject(`${what}.jws`, payload);
}

/** The signed token, out of its envelope where the platform uses one, and its proven claims. */
async function readToken(exchange: Exchange, what: JwsContext['what'], token: string): Promise<ReadToken> {
  const { service } = exchange;
  const { does } = service.implementation;
  const encrypted = service.settings.platform === 'plus';
  const jws = encrypted ? await does.openJwe({ what, jwe: token, header: headerOf(token), service }) : token;
  return { jws, claims: await does.verifyJws({ what, jws, keys: service.hub.keys(), service }) };
}

export const readIdToken: Does['readIdToken'] = async (exchange, tokens) => {
  const { service, pending } = exchange;
  const { issuer, clientId, clock } = service.settings;
  const read = await readToken(exchange, 'id_token', tokens.idToken);
  await hold('id_token', service.implementation.checks.idToken, {
    claims: read.claims,
    issuer: issuer(),
    clientId,
    nonce: pending.nonce,
    level: pending.level,
    nowSeconds: nowSeconds(clock),
    accessToken: tokens.accessToken,
  });
  return read;
};

/** A JWT as registered; plain JSON proves nothing (OpenID Connect Core §5.3.2). */
export const readUserinfoBody: Does['readUserinfoBody'] = async (exchange, body, contentType) => {
  if (!/^application\/jwt\b/i.test(contentType)) throw new Refusal('userinfo.content_type');
  return (await readToken(exchange, 'userinfo', body.trim())).claims;
};

export async function readUserinfo(exchange: Exchange, tokens: Tokens, idToken: Claims): Promise<Claims> {
  const { service, metadata } = exchange;
  const { implementation, settings } = service;
  const answer = await ask({
    place: 'userinfo',
    url: metadata.userinfo_endpoint,
    timeoutMs: settings.timing.timeoutMs,
    headers: { authorization: `Bearer ${tokens.accessToken}` },
  });
  if (answer.status !== 200) throw new Refusal(`userinfo.http_${answer.status}`);
  const claims = await implementation.does.readUserinfoBody(exchange, answer.body, answer.contentType);
  await hold('userinfo', implementation.checks.userinfo, {
    claims,
    idToken,
    issuer: settings.issuer(),
    clientId: settings.clientId,
    nowSeconds: nowSeconds(settings.clock),
  });
  return claims;
}
