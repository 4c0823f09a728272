import { single } from '@garance/oidc';
import { rawQuery } from '@garance/web/server';
import { answerApi, readForm, withForm } from '../../api.ts';
import { ensureBrowserSecret } from '../../browser.ts';
import { dispatch } from '../../dispatch.ts';
import { json, type Mount, page, readQuery, visitOf } from '../../mount.ts';
import { sharesOfCaller } from '../../room.ts';
import { authorize } from './authorize.ts';
import { pushRequest } from './pushed-request.ts';

/** For browsers. */
export function mountAuthorize(mount: Mount): void {
  const { app, deps, jar, base } = mount;
  app.route({
    method: ['GET', 'POST'],
    url: `${base}/authorize`,
    ...page,
    handler: async (request, reply) => {
      const visit = visitOf(mount, request, reply);
      const read = request.method === 'POST' ? readForm(request) : readQuery(request);
      if (!read.ok) return dispatch(visit, { kind: 'error-page', error: read.error });
      const browserSecret = ensureBrowserSecret(jar, request, reply);
      const cookie = jar.read(request, 'rehearsal');
      // Whatever comes of it, it has served: the browser's next login is not a rehearsal.
      if (cookie !== undefined) jar.clear(reply, 'rehearsal');
      const outcome = await authorize(deps, {
        params: read.params,
        browserSecret,
        shares: sharesOfCaller(deps.config, request.ip),
        ...(cookie !== undefined && { ticket: { cookie, query: rawQuery(request) } }),
      });
      const traced = { clientId: single(read.params, 'client_id') };
      return dispatch({ ...visit, browserSecret, traced }, outcome);
    },
  });
}

/** For services: all of a service's requests come from one address, so the limits of pages are not theirs. */
export function mountPushedRequest({ app, deps, base }: Mount): void {
  app.post(`${base}/par`, json, async (request, reply) => {
    const { authorization } = request.headers;
    return answerApi(
      deps,
      reply,
      await withForm(request, (params) => pushRequest(deps, { authorization, params })),
    );
  });
}
