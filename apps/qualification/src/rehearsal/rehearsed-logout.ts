import type { EndSessionFacts, RehearsedHub } from '@garance/core';
import { checkLogoutRequest, readParams, verifyIdTokenHint } from '@garance/oidc';
import { rawQuery } from '@garance/web/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type CryptoKey, importJWK } from 'jose';
import { markOf } from './marks.ts';
import type { RehearsalParts } from './parts.ts';

interface Service {
  readonly hub: RehearsedHub;
  /** The service's rehearsal issuer. */
  readonly issuer: string;
  readonly clientId: string;
}

/**
 * Logout at a rehearsal issuer, whose keys signed the hint. There is no session to end: only the return address is
 * checked.
 */
export async function endRehearsedSession(
  { records, issuerKeys }: RehearsalParts,
  { hub, issuer, clientId }: Service,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
): Promise<FastifyReply> {
  const read = readParams(request.method === 'POST' ? String(request.body ?? '') : rawQuery(request));
  const checked = read.ok ? checkLogoutRequest(read.params) : read;
  if (!checked.ok) return reply.code(400).send({ error: 'invalid_request' });
  const { idTokenHint = '', postLogoutRedirectUri: uri, state } = checked.request;
  const hint = await verifyIdTokenHint(idTokenHint, {
    issuer,
    verificationKeys: await verificationKeys(issuerKeys),
    expired: 'accepted',
  });
  const valid = hint.ok && hint.aud === clientId;
  const registered = hub.findRegistration(clientId)?.postLogoutRedirectUris ?? [];
  const facts: EndSessionFacts = {
    idTokenHint: idTokenHint === '' ? 'absent' : valid ? 'valid' : 'invalid',
    ...(state !== undefined && { state }),
    ...(uri !== undefined && { postLogoutRedirectUri: uri }),
    redirectRegistered: uri !== undefined && registered.includes(uri),
  };
  // Without a hint, the last login of this service: its issuer is its own.
  const login =
    records.findMarked(markOf('id-token', idTokenHint)) ?? records.findMarked(markOf('issuer', issuer));
  if (login !== undefined) records.observe(login.id, { kind: 'end_session', facts });
  if (!valid || uri === undefined || !facts.redirectRegistered) {
    return reply.code(valid ? 200 : 400).send({ ended: valid });
  }
  const separator = uri.includes('?') ? '&' : '?';
  const back = state === undefined ? uri : `${uri}${separator}state=${encodeURIComponent(state)}`;
  return reply.header('cache-control', 'no-store').redirect(back, 303);
}

async function verificationKeys(keys: RehearsalParts['issuerKeys']) {
  const published = await keys.publicJwks();
  return Promise.all(
    published.map(async (jwk) => {
      const alg = jwk.alg === 'RS256' ? ('RS256' as const) : ('ES256' as const);
      return { kid: jwk.kid ?? '', alg, key: (await importJWK(jwk, alg)) as CryptoKey };
    }),
  );
}
