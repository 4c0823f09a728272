/** Answers of the endpoints that a service calls directly. Failed calls are counted per client and address, so that they limit no other caller. */
import { getErrorDefinition } from '@garance/core';
import { errorResponseBody, type RawParams, readParams } from '@garance/oidc';
import { callerKey } from '@garance/web/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiError, ApiOutcome } from './api-outcome.ts';
import type { HubDeps } from './deps.ts';
import { traceApi } from './trace.ts';

const failureWindowSeconds = 60;

export async function answerApi(
  deps: HubDeps,
  reply: FastifyReply,
  outcome: ApiOutcome,
): Promise<FastifyReply> {
  traceApi(deps, reply, outcome);
  // Pragma is for HTTP/1.0 caches (RFC 6749 §5.1).
  reply.header('cache-control', 'no-store').header('pragma', 'no-cache');
  switch (outcome.kind) {
    case 'json':
      return reply.code(outcome.status).send(outcome.body);
    case 'raw':
      return reply.code(outcome.status).type(outcome.contentType).send(outcome.body);
    case 'error':
      return answerError(deps, reply, outcome);
  }
}

async function answerError(deps: HubDeps, reply: FastifyReply, outcome: ApiError): Promise<FastifyReply> {
  const { request } = reply;
  const definition = getErrorDefinition(outcome.error);
  request.log.info(
    { error: outcome.error, detail: outcome.detail, clientId: outcome.clientId },
    'request refused',
  );
  const failures = await deps.inflight.countHit(failureKey(deps, request, outcome), failureWindowSeconds);
  if (failures.count > deps.config.tokenFailuresPerMinutePerClient) {
    const limited = getErrorDefinition('general.rate_limited');
    return reply
      .code(limited.status)
      .header('retry-after', String(failures.resetsInSeconds))
      .send({ ...errorResponseBody('general.rate_limited'), occurrence_id: request.id });
  }
  if (definition.status === 429) reply.header('retry-after', String(failureWindowSeconds));
  const { scheme = 'Basic' } = outcome;
  if (definition.status === 401) reply.header('www-authenticate', challenge(scheme, deps, definition.oauth));
  return reply
    .code(definition.status)
    .send({ ...errorResponseBody(outcome.error, outcome.detail), occurrence_id: request.id });
}

/** Unknown client ids share one key, so that invented ones cannot fill the store with counts. */
function failureKey({ registry }: HubDeps, request: FastifyRequest, { clientId = '' }: ApiError): string {
  const known = registry.findRegistration(clientId) === undefined ? '' : clientId;
  return `api-failure ${known} ${callerKey(request.ip)}`;
}

/** RFC 6750 §3 for Bearer, RFC 6749 §5.2 for clients. */
function challenge(scheme: 'Basic' | 'Bearer', { config }: HubDeps, error: string): string {
  const realm = `${scheme} realm="${config.issuer}"`;
  return scheme === 'Bearer' && error === 'invalid_token' ? `${realm}, error="${error}"` : realm;
}

/** The form body of a request, read strictly; an absent body is an empty form, any other media type is refused. */
export function readForm(request: FastifyRequest): ReturnType<typeof readParams> {
  if (request.body === undefined || request.body === null) return readParams('');
  return typeof request.body === 'string'
    ? readParams(request.body)
    : { ok: false, error: 'general.bad_request' };
}

/** Calls `proceed` with the parsed form, or answers that the form cannot be read. */
export async function withForm(
  request: FastifyRequest,
  proceed: (params: RawParams) => Promise<ApiOutcome>,
): Promise<ApiOutcome> {
  const form = readForm(request);
  return form.ok ? proceed(form.params) : { kind: 'error', error: form.error };
}
