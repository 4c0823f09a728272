/**
 * The rehearsal issuers, one a platform: discovery and keys of their own, every other endpoint the integration hub's.
 * What carries no transaction is rehearsed here, so that no other service sees it. The forger's keys are published
 * beside them, for services that follow `jku`.
 */
import { type Platform, platformSchema, type RehearsedHub } from '@garance/core';
import { checkLogoutRequest, discoveryDocument, readParams, single, verifyIdTokenHint } from '@garance/oidc';
import { rawQuery } from '@garance/web/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type CryptoKey, importJWK } from 'jose';
import { reserved } from '../vocabulary/reserved.ts';
import { wrongAnswer } from './faults/wrong-answer.ts';
import type { DeskParts } from './parts.ts';
import { markOf, rehearsalIssuerOf } from './port.ts';

type OfPlatform = FastifyRequest<{ Params: { readonly platform: string } }>;

export function mountRehearsalIssuer(
  app: FastifyInstance,
  parts: DeskParts,
  hubs: ReadonlyMap<string, RehearsedHub>,
): void {
  const { armed, records, issuerKeys, forgerKeys, origin } = parts;
  const hubOf = ({ params }: OfPlatform): RehearsedHub | undefined => {
    const platform = platformSchema.safeParse(params.platform).data;
    return [...hubs.values()].find((hub) => hub.platform === platform);
  };
  app.get('/:platform/.well-known/openid-configuration', (request: OfPlatform, reply) => {
    const hub = hubOf(request);
    if (hub === undefined) return reply.callNotFound();
    const wrong = armed.find(hub.platform, 'discovery');
    note(parts, hub.platform, 'discovery', wrong?.loginId);
    const told = Object.keys(wrong?.fault.set ?? {}).map((name) => [name, reserved.issuer] as const);
    return publish(reply, { ...discovery(origin, hub), ...Object.fromEntries(told) });
  });
  app.get('/:platform/jwks', async (request: OfPlatform, reply) => {
    const hub = hubOf(request);
    if (hub === undefined) return reply.callNotFound();
    const wrong = armed.find(hub.platform, 'jwks');
    note(parts, hub.platform, 'jwks', wrong?.loginId);
    const good = {
      status: 200,
      contentType: 'application/json',
      body: JSON.stringify({ keys: await issuerKeys.publicJwks() }),
    };
    if (wrong === undefined) return publish(reply, JSON.parse(good.body));
    await parts.wait(wrong.fault.answer.delaySeconds ?? 0);
    const { status, contentType, body } = wrongAnswer(good, wrong.fault.answer);
    return reply.code(status).header('cache-control', 'no-store').type(contentType).send(body);
  });
  app.route({
    method: ['GET', 'POST'],
    url: '/:platform/session/end',
    handler: async (request: OfPlatform, reply) => {
      const hub = hubOf(request);
      return hub === undefined ? reply.callNotFound() : endSession(parts, hub, request, reply);
    },
  });
  app.get('/forged/:id/jwks', async (request: FastifyRequest<{ Params: { readonly id: string } }>, reply) => {
    if (records.find(request.params.id) === undefined) return reply.callNotFound();
    records.observe(request.params.id, { kind: 'forged-keys' });
    return publish(reply, { keys: await forgerKeys.publicJwks() });
  });
}

function note(
  { armed, records }: DeskParts,
  platform: Platform,
  kind: 'discovery' | 'jwks',
  loginId?: string,
) {
  if (loginId === undefined) armed.noteGood(platform, kind);
  else records.observe(loginId, { kind, faulty: true });
}

function discovery(origin: string, { platform, issuer }: RehearsedHub) {
  const own = rehearsalIssuerOf(origin, platform);
  return {
    ...discoveryDocument({ platform, issuer }),
    issuer: own,
    jwks_uri: `${own}/jwks`,
    end_session_endpoint: `${own}/session/end`,
  };
}

/** Never cached: what is rehearsed must be seen. */
function publish(reply: FastifyReply, document: object): FastifyReply {
  return reply.header('cache-control', 'no-store').send(document);
}

/** Logout of a login whose id_token these keys signed; nobody's session is left to end. */
async function endSession(
  { records, issuerKeys, origin }: DeskParts,
  hub: RehearsedHub,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const read = readParams(request.method === 'POST' ? String(request.body ?? '') : rawQuery(request));
  const checked = read.ok ? checkLogoutRequest(read.params) : read;
  if (!read.ok || !checked.ok) return reply.code(400).send({ error: 'invalid_request' });
  const { idTokenHint = '', postLogoutRedirectUri: uri, state } = checked.request;
  const hint = await verifyIdTokenHint(idTokenHint, {
    issuer: rehearsalIssuerOf(origin, hub.platform),
    verificationKeys: await verificationKeys(issuerKeys),
    expired: 'accepted',
  });
  const clientId = hint.ok ? hint.aud : single(read.params, 'client_id');
  const registered = hub.findRegistration(clientId ?? '')?.postLogoutRedirectUris ?? [];
  const redirectRegistered = uri !== undefined && registered.includes(uri);
  const login = records.findMarked(markOf('id-token', idTokenHint));
  if (login !== undefined) {
    records.observe(login.id, {
      kind: 'end_session',
      facts: {
        idTokenHint: idTokenHint === '' ? 'absent' : hint.ok ? 'valid' : 'invalid',
        ...(state !== undefined && { state }),
        ...(uri !== undefined && { postLogoutRedirectUri: uri }),
        redirectRegistered,
      },
    });
  }
  if (!hint.ok || !redirectRegistered) return reply.code(hint.ok ? 200 : 400).send({ ended: hint.ok });
  const separator = uri.includes('?') ? '&' : '?';
  return reply.redirect(
    state === undefined ? uri : `${uri}${separator}state=${encodeURIComponent(state)}`,
    303,
  );
}

async function verificationKeys(keys: DeskParts['issuerKeys']) {
  const published = await keys.publicJwks();
  return Promise.all(
    published.map(async (jwk) => {
      const alg = jwk.alg === 'RS256' ? ('RS256' as const) : ('ES256' as const);
      return { kid: jwk.kid ?? '', alg, key: (await importJWK(jwk, alg)) as CryptoKey };
    }),
  );
}
