import { single } from '@garance/oidc';
import { checkCsrf, checkSameSite, csrfToken } from '@garance/web/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readForm } from '../../api.ts';
import { ensureBrowserSecret, findBrowserSecret } from '../../browser.ts';
import { dispatch } from '../../dispatch.ts';
import { isId } from '../../ids.ts';
import { rememberLanguage, requestLocale } from '../../locale.ts';
import { formName, type Mount, page, readQuery, visitOf } from '../../mount.ts';
import type { StepOutcome } from '../../outcome.ts';
import { pageContext } from '../../pages/page-context.ts';
import { endSession, type LogoutOutcome, returnFromProvider } from './end-session.ts';
import { ConfirmLogoutPage, SignedOutPage } from './page.tsx';

/** Its own form, bound to the browser alone: there is no login to bind it to. */
const confirmForm = formName('logout', 'session');

export function mountLogout(mount: Mount): void {
  const { app, deps, base } = mount;
  app.route({
    method: ['GET', 'POST'],
    url: `${base}/session/end`,
    ...page,
    handler: async (request, reply) => {
      rememberLanguage(mount.jar, request, reply);
      const read = request.method === 'POST' ? readForm(request) : readQuery(request);
      const outcome: LogoutOutcome = read.ok
        ? await endSession(deps, read.params, findBrowserSecret(mount.jar, request))
        : { kind: 'refused', error: read.error };
      if (outcome.kind === 'leave' || outcome.kind === 'signed-out')
        await forgetSession(mount, request, reply);
      const traced = { clientId: read.ok ? single(read.params, 'client_id') : undefined };
      return dispatch({ ...visitOf(mount, request, reply), traced }, present(mount, request, reply, outcome));
    },
  });
  app.post(`${base}/session/end/confirm`, page, async (request, reply) => {
    const form = readForm(request);
    const token = form.ok ? single(form.params, 'csrf') : undefined;
    const own =
      checkCsrf(findBrowserSecret(mount.jar, request), confirmForm, token) && checkSameSite(request);
    if (own) await forgetSession(mount, request, reply);
    const outcome: LogoutOutcome = own
      ? { kind: 'signed-out' }
      : { kind: 'refused', error: 'general.cross_site' };
    return dispatch(visitOf(mount, request, reply), present(mount, request, reply, outcome));
  });
  app.get(`${base}/logout/provider-return`, page, async (request, reply) => {
    const read = readQuery(request);
    const outcome = await returnFromProvider(deps, read.ok ? single(read.params, 'state') : undefined);
    return dispatch(visitOf(mount, request, reply), present(mount, request, reply, outcome));
  });
}

/** Ends what single sign-on would remember of this browser. */
async function forgetSession(
  { deps, jar }: Mount,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const session = jar.read(request, 'session');
  if (!isId(session)) return;
  await deps.inflight.deleteSession(session);
  jar.clear(reply, 'session');
}

function present(
  { deps, jar, base }: Mount,
  request: FastifyRequest,
  reply: FastifyReply,
  outcome: LogoutOutcome,
): StepOutcome {
  const context = pageContext(deps.config, { locale: requestLocale(jar, request) });
  switch (outcome.kind) {
    case 'leave':
      return outcome;
    case 'refused':
      return { kind: 'error-page', error: outcome.error };
    case 'signed-out':
      return { kind: 'page', locale: context.locale, page: SignedOutPage({ context }) };
    case 'confirm':
      return {
        kind: 'page',
        locale: context.locale,
        page: ConfirmLogoutPage({
          // No hint, so nothing of the query is worth keeping: the switch leads to the bare address.
          context: pageContext(deps.config, { locale: context.locale, path: `${base}/session/end` }),
          action: `${base}/session/end/confirm`,
          csrf: csrfToken(ensureBrowserSecret(jar, request, reply), confirmForm),
        }),
      };
  }
}
