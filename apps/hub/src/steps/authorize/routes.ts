import { type RawParams, single } from '@garance/oidc';
import { answerApi, readForm, withForm } from '../../api.ts';
import { findBrowserSecret, takeTicket } from '../../browser.ts';
import { dispatch } from '../../dispatch.ts';
import { newId } from '../../ids.ts';
import { json, type Mount, page, readQuery, visitOf } from '../../mount.ts';
import { sharesOfCaller } from '../../room.ts';
import { authorize } from './authorize.ts';
import { pushRequest } from './pushed-request.ts';

/**
 * Parameter that marks a request sent by a form. The checks ignore it, as any parameter that the protocol does not
 * know.
 */
const formMark = 'garance_form';
/** Node reads 16 KB of headers, including the address. */
const maxQueryCharacters = 14_000;

/** Mounts the authorization endpoint, for browsers. */
export function mountAuthorize(mount: Mount): void {
  const { app, deps, jar, base } = mount;
  app.get(`${base}/authorize`, page, async (request, reply) => {
    const visit = visitOf(mount, request, reply);
    const read = readQuery(request);
    if (!read.ok) return dispatch(visit, { kind: 'error-page', error: read.error });
    const known = findBrowserSecret(jar, request);
    const browserSecret = known ?? newId();
    const outcome = await authorize(deps, {
      params: read.params,
      browserSecret,
      shares: sharesOfCaller(deps.config, request.ip),
      ticket: takeTicket(jar, request, reply),
    });
    if (outcome.kind === 'next') {
      const { clientId } = outcome.transaction.request;
      if (known === undefined) jar.write(reply, 'browser', { value: browserSecret });
      if (jar.read(request, 'service') !== clientId) {
        jar.write(reply, 'service', { value: clientId });
      }
    }
    const traced = { clientId: single(read.params, 'client_id') };
    const byForm = read.params.has(formMark);
    return dispatch({ ...visit, browserSecret, traced, byForm }, outcome);
  });
  // Browsers send no Lax cookie with a form from another site. A redirect to GET makes the browser send its cookie, so
  // that such a form does not replace the cookie while a login is under way.
  app.post(`${base}/authorize`, page, async (request, reply) => {
    const read = readForm(request);
    const query = read.ok ? queryOf(read.params) : undefined;
    if (query === undefined || query.length > maxQueryCharacters) {
      const error = read.ok ? 'general.bad_request' : read.error;
      return dispatch(visitOf(mount, request, reply), { kind: 'error-page', error });
    }
    return reply
      .header('cache-control', 'no-store')
      .redirect(`${deps.config.issuer}/authorize?${query}&${formMark}=1`, 303);
  });
}

/** Repeated parameters stay repeated, so that the checks refuse them. */
function queryOf(params: RawParams): string {
  const pairs = [...params].flatMap(([name, values]) => values.map((value) => [name, value]));
  return new URLSearchParams(pairs.filter(([name]) => name !== formMark)).toString();
}

/**
 * Mounts the pushed authorization request endpoint, for services. All requests of a service come from one address, so
 * the limits of pages do not apply.
 */
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
