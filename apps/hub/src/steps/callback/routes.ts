import type { RawParams } from '@garance/oidc';
import type { FastifyRequest } from 'fastify';
import { findBrowserSecret } from '../../browser.ts';
import { dispatch } from '../../dispatch.ts';
import { type Mount, page, readQuery, visitOf } from '../../mount.ts';
import { receiveCallback } from './callback.ts';

type CallbackRequest = FastifyRequest<{ Params: { readonly providerId: string } }>;

export function mountCallback(mount: Mount): void {
  const { app, deps, jar, base } = mount;
  app.get(`${base}/oidc-callback/:providerId`, page, async (request: CallbackRequest, reply) => {
    const visit = visitOf(mount, request, reply);
    const read = readQuery(request);
    const params = read.ok ? onceEach(read.params) : undefined;
    if (params === undefined) return dispatch(visit, { kind: 'error-page', error: 'general.bad_request' });
    const outcome = await receiveCallback(deps, {
      providerId: request.params.providerId,
      params,
      browserSecret: findBrowserSecret(jar, request),
    });
    return dispatch(visit, outcome);
  });
}

/** Undefined when a parameter is repeated: which one would count? */
function onceEach(params: RawParams): Readonly<Record<string, string>> | undefined {
  const entries: (readonly [string, string])[] = [];
  for (const [name, values] of params) {
    const [value, ...more] = values;
    if (value === undefined || more.length > 0) return undefined;
    entries.push([name, value]);
  }
  return Object.fromEntries(entries);
}
