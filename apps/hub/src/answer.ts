/** Sends the browser what a step has decided: a page, a redirect, the service's answer. Decides nothing itself. */
import { anyHttpsOrigin, loopbackOrigins, sendError, sendPage } from '@garance/web/server';
import type { FastifyReply } from 'fastify';
import { onwardUrl } from './addresses.ts';
import { findBrowserSecret } from './browser.ts';
import { leaveUrl } from './leave-address.ts';
import { requestLocale } from './locale.ts';
import type { StepOutcome } from './outcome.ts';
import { FormPostPage } from './pages/form-post-page.tsx';
import { pageContext } from './pages/page-context.ts';
import { backLabel, findService, homeLabel, loginLabel } from './pages/way-back.ts';
import { WithheldPage } from './pages/withheld-page.tsx';
import type { EndingResponse } from './transaction.ts';
import type { Visit } from './visit.ts';

/** An outcome after which no step follows. */
export type Answer = Exclude<StepOutcome, { readonly kind: 'next' | 'answered' | 'consented' }>;

export async function answer(visit: Visit, outcome: Answer): Promise<FastifyReply> {
  const { deps, reply } = visit;
  switch (outcome.kind) {
    case 'onward':
      return redirect(reply, onwardUrl(deps.config.issuer, outcome.id));
    case 'leave':
      return leave(visit, outcome);
    case 'deliver':
      return deliver(visit, outcome.response, outcome.name);
    case 'page': {
      const { page, locale, status, refresh } = outcome;
      return sendPage(reply, page, {
        locale,
        ...(status !== undefined && { status }),
        ...(refresh !== undefined && { refresh }),
      });
    }
    case 'error-page':
      return sendError(reply, outcome.error, {
        detail: outcome.detail,
        as: 'page',
        ...(outcome.clientId !== undefined && { logged: { clientId: outcome.clientId } }),
        page: withWayOn(visit, outcome),
      });
    case 'to-service': {
      const response = await deps.logins.conductOf(outcome.plan).carry(outcome);
      if (response.kind === 'redirect' && visit.byForm !== true) return redirect(reply, response.url);
      return deliver(visit, response);
    }
  }
}

/** After a form, the browser is redirected to a GET first, so that a reload sends nothing again. */
function leave(visit: Visit, { url, name }: Extract<Answer, { readonly kind: 'leave' }>): FastifyReply {
  const { deps, jar, request, reply } = visit;
  const secret = visit.browserSecret ?? findBrowserSecret(jar, request);
  const address = request.method === 'POST' ? leaveUrl(deps, { url, name }, secret) : undefined;
  return address === undefined ? moveOn(visit, url, name) : redirect(reply, address);
}

/** Delivers the answer to the service by a page that redirects the browser. */
function deliver(visit: Visit, response: EndingResponse, name?: string): FastifyReply {
  const { deps, jar, request, reply } = visit;
  if (response.kind === 'redirect') return moveOn(visit, response.url, name);
  const locale = requestLocale(jar, request, visit.service?.uiLocales);
  const context = pageContext(deps.config, { locale });
  if (response.kind === 'withheld') return sendPage(reply, WithheldPage({ context }), { locale });
  return sendPage(reply, FormPostPage({ context, ...response }), {
    formAction: formPostOrigins(response.action),
    locale,
  });
}

/**
 * CSP `form-action` for the origin of the service's callback and whatever it redirects to. Plain http is registered for
 * loopback only.
 */
function formPostOrigins(action: string): readonly string[] {
  return new URL(action).protocol === 'http:' ? [anyHttpsOrigin, ...loopbackOrigins] : [anyHttpsOrigin];
}

function moveOn({ deps, jar, request, reply, service }: Visit, url: string, name?: string): FastifyReply {
  const locale = requestLocale(jar, request, service?.uiLocales);
  const { href, host } = new URL(url);
  return sendPage(reply, deps.pages.onward({ locale }, { name: name ?? host }, { url: href }), {
    locale,
    refresh: { url: href, seconds: 0 },
  });
}

/**
 * Adds the link of an error page: to the login, to its service, to the last service of this browser, or to the hub's
 * home.
 */
function withWayOn(
  { deps, jar, request, service: ofLogin, loginHref }: Visit,
  { service: named, action: way }: Extract<Answer, { readonly kind: 'error-page' }>,
) {
  if (loginHref !== undefined) {
    const locale = requestLocale(jar, request);
    return { locale, action: { href: loginHref, label: loginLabel(locale) } };
  }
  const known = ofLogin ?? named;
  if (way !== undefined) return { locale: requestLocale(jar, request), action: way };
  const service = known ?? findService(deps.registry, jar.read(request, 'service'));
  const locale = requestLocale(jar, request, service?.uiLocales);
  if (service === undefined)
    return { locale, action: { href: '/', label: homeLabel(locale, deps.config.platformName) } };
  const action = { href: service.href, label: backLabel(locale, service.name) };
  return known === undefined ? { locale, action } : { locale, action, serviceName: service.name };
}

export function redirect(reply: FastifyReply, url: string): FastifyReply {
  return reply.header('cache-control', 'no-store').redirect(url, 303);
}
