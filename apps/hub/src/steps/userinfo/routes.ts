import { rawQuery } from '@garance/web/server';
import type { FastifyRequest } from 'fastify';
import { answerApi, readForm } from '../../api.ts';
import type { ApiOutcome } from '../../api-outcome.ts';
import type { HubDeps } from '../../deps.ts';
import { json, type Mount, readQuery } from '../../mount.ts';
import { readUserinfo } from './userinfo.ts';

export function mountUserinfo({ app, deps, base }: Mount): void {
  app.route({
    method: ['GET', 'POST'],
    url: `${base}/userinfo`,
    ...json,
    handler: async (request, reply) => answerApi(deps, reply, await userinfo(deps, request)),
  });
}

async function userinfo(deps: HubDeps, request: FastifyRequest): Promise<ApiOutcome> {
  const query = readQuery(request);
  const body = request.method === 'POST' ? readForm(request) : undefined;
  if (!query.ok || body?.ok === false) return { kind: 'error', error: 'general.bad_request' };
  const { authorization } = request.headers;
  return readUserinfo({ deps, authorization, query: query.params, body: body?.params }, rawQuery(request));
}
