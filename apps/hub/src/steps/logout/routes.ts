import { single } from '@garance/oidc';
import { checkCsrf, checkSameSite, csrfToken } from '@garance/web/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { endSessionPath } from '../../addresses.ts';
import { readForm } from '../../api.ts';
import { ensureBrowserSecret, findBrowserSecret } from '../../browser.ts';
import { dispatch } from '../../dispatch.ts';
import { isId } from '../../ids.ts';
import { rememberLanguage, requestLocale } from '../../locale.ts';
import { formName, type Mount, page, readQuery, visitOf } from '../../mount.ts';
import type { StepOutcome } from '../../outcome.ts';
import { pageContext } from '../../pages/page-context.ts';
import { backLabel, findService } from '../../pages/way-back.ts';
import type { Visit } from '../../visit.ts';
import {
  type AfterLogout,
  confirmLogout,
  endSession,
  type LogoutBrowser,
  type LogoutOutcome,
  returnFromProvider,
} from './end-session.ts';
import { ConfirmLogoutPage, SignedOutPage, signOutHere } from './page.tsx';

/** A separate form, bound to the browser only: there is no login to bind it to. */
const confirmForm = formName('logout', 'session');

export function mountLogout(mount: Mount): void {
  const { app, deps, jar, base } = mount;
  app.route({
    method: ['GET', 'POST'],
    url: `${base}${endSessionPath}`,
    ...page,
    handler: async (request, reply) => {
      rememberLanguage(jar, request, reply);
      const read = request.method === 'POST' ? readForm(request) : readQuery(request);
      const outcome: LogoutOutcome = read.ok
        ? await endSession(deps, read.params, browserOf(mount, request))
        : { kind: 'refused', error: read.error };
      if (outcome.kind === 'leave' || outcome.kind === 'signed-out')
        await forgetSession(mount, request, reply);
      const traced = { clientId: read.ok ? single(read.params, 'client_id') : undefined };
      const visit = { ...visitOf(mount, request, reply), traced };
      return dispatch(visit, present(mount, visit, outcome));
    },
  });
  app.post(`${base}${endSessionPath}/confirm`, page, async (request, reply) => {
    const form = readForm(request);
    const own =
      form.ok &&
      checkCsrf(findBrowserSecret(jar, request), confirmForm, single(form.params, 'csrf')) &&
      checkSameSite(request);
    const outcome: LogoutOutcome = own
      ? await confirmLogout(deps, form.params, browserOf(mount, request))
      : { kind: 'refused', error: 'general.cross_site' };
    if (own) await forgetSession(mount, request, reply);
    const visit = visitOf(mount, request, reply);
    return dispatch(visit, present(mount, visit, outcome));
  });
  app.get(`${base}/logout/provider-return`, page, async (request, reply) => {
    const read = readQuery(request);
    const outcome = await returnFromProvider(deps, read.ok ? single(read.params, 'state') : undefined);
    const visit = visitOf(mount, request, reply);
    return dispatch(visit, present(mount, visit, outcome));
  });
}

function browserOf({ jar }: Mount, request: FastifyRequest): LogoutBrowser {
  return { secret: findBrowserSecret(jar, request), session: jar.read(request, 'session') };
}

/** Ends the single sign-on session of this browser. */
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

function present(mount: Mount, visit: Visit, outcome: LogoutOutcome): StepOutcome {
  const { deps, jar, base } = mount;
  const { request } = visit;
  const locale = requestLocale(jar, request);
  switch (outcome.kind) {
    case 'leave':
      return outcome;
    case 'refused': {
      const service = findService(deps.registry, outcome.clientId);
      const action =
        service === undefined
          ? { href: `${base}${endSessionPath}`, label: signOutHere(locale) }
          : { href: service.href, label: backLabel(locale, service.name) };
      return { kind: 'error-page', error: outcome.error, action };
    }
    case 'signed-out': {
      const context = pageContext(deps.config, { locale });
      const service = findService(deps.registry, outcome.after.clientId);
      return {
        kind: 'page',
        locale,
        page: SignedOutPage({ context, ...(service !== undefined && { service }) }),
      };
    }
    case 'confirm':
      return {
        kind: 'page',
        locale,
        page: confirmPage(mount, visit, outcome.after),
      };
  }
}

function confirmPage({ deps, jar, base }: Mount, { request, reply }: Visit, after: AfterLogout): VNode {
  const service = findService(deps.registry, after.clientId);
  const fields = fieldsOf(after);
  return ConfirmLogoutPage({
    context: pageContext(deps.config, {
      locale: requestLocale(jar, request),
      path: `${base}${endSessionPath}`,
      // Without the hint, which was not valid: the page is the same in the other language.
      query: fields,
    }),
    ...(service !== undefined && { service }),
    action: `${base}${endSessionPath}/confirm`,
    csrf: csrfToken(ensureBrowserSecret(jar, request, reply), confirmForm),
    fields,
  });
}

/** As parameters of the protocol, which `confirmLogout` reads again. */
function fieldsOf({ clientId, redirectUri, state }: AfterLogout): readonly (readonly [string, string])[] {
  const all = [
    ['client_id', clientId],
    ['post_logout_redirect_uri', redirectUri],
    ['state', state],
  ] as const;
  return all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}
