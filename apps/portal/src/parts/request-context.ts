/** Request context of the partner space: signed-in person, language, form and session of one HTTP request. */
import { GaranceError } from '@garance/core';
import {
  checkCsrf,
  checkSameSite,
  cookieName,
  cookieOptions,
  csrfToken,
  negotiateLocale,
  sendPage,
} from '@garance/web/server';
import type { Locale } from '@garance/web/view';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import type { Actor } from '../objects/account/actor.ts';
import type { PortalForm } from '../objects/form.ts';
import { readPortalForm, requirePlainFields } from './form/form.ts';
import type { PortalPageContext } from './layout.tsx';

/** Finds the signed-in person; implemented by `parts/session`. */
export interface SessionReader {
  /**
   * The actor of a session cookie's value; undefined when the session is unknown or ended, or its person may no longer
   * sign in.
   */
  findActor(sessionSecret: string): Promise<Actor | undefined>;
  /** The person of a session that expired within the last day. */
  findFormerPerson?(sessionSecret: string): Promise<string | undefined>;
}

/** Dependencies of the request context. */
export interface ContextKit {
  readonly sessions: SessionReader;
  readonly band?: PortalPageContext['band'];
  /** Whether the site is https: cookies are `Secure` and `__Host-`. */
  readonly secure: boolean;
}

export interface RequestContext {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly locale: Locale;
  readonly actor: Actor | undefined;
  readonly context: PortalPageContext;
  /** Value of the session cookie, or of the anonymous one; CSRF tokens are bound to it. */
  readonly secret: string;
  /** Token of a form of this page. `formId` names form and object. */
  token(formId: string): string;
  show(page: VNode, status?: number): FastifyReply;
  /** Redirects after a form to a path of this site, never to an address from outside. */
  goTo(path: string): FastifyReply;
  /**
   * The submitted form, after a check of its CSRF token and `Sec-Fetch-Site`. @throws GaranceError
   * `general.cross_site`, `general.control_character`
   */
  form(formId: string): PortalForm;
}

export const sessionCookie = (secure: boolean) => cookieName({ purpose: 'portal-session', secure });
const languageCookie = (secure: boolean) => cookieName({ purpose: 'portal-lang', secure });
/** Form id of the sign-out form, for its token. */
export const signOutForm = 'sign-out';

export async function createRequestContext(
  kit: ContextKit,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<RequestContext> {
  const { secure } = kit;
  const secret = ensureSecret(request, reply, secure);
  const actor = await kit.sessions.findActor(secret);
  const locale = localeOf(request, reply, secure);
  const path = request.url.replace(/\?.*/s, '');
  const context: PortalPageContext = {
    locale,
    path,
    band: kit.band,
    ...(actor !== undefined && { actor, signOutToken: csrfToken(secret, signOutForm) }),
  };
  return {
    request,
    reply,
    locale,
    actor,
    context,
    secret,
    token: (formId) => csrfToken(secret, formId),
    show: (page, status = 200) => sendPage(reply, page, { locale, status }),
    goTo: (target) => reply.redirect(target, 303),
    form: (formId) => {
      const form = readPortalForm(request);
      if (!checkCsrf(secret, formId, form.text('csrf')) || !checkSameSite(request)) {
        throw new GaranceError('general.cross_site');
      }
      requirePlainFields(form);
      return form;
    },
  };
}

/** @throws GaranceError `portal.sign_in_required`, whose error page links to sign-in */
export function requireActor(visit: RequestContext): Actor {
  if (visit.actor === undefined) throw new GaranceError('portal.sign_in_required');
  return visit.actor;
}

/** Anonymous visitors have a secret too, so that the sign-in form has a token; signing in replaces it (session fixation). */
function ensureSecret(request: FastifyRequest, reply: FastifyReply, secure: boolean): string {
  const existing = request.cookies[sessionCookie(secure)]?.match(/^[\w-]{43}$/)?.[0];
  if (existing !== undefined) return existing;
  const made = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');
  reply.setCookie(sessionCookie(secure), made, cookieOptions(secure));
  return made;
}

function localeOf(request: FastifyRequest, reply: FastifyReply, secure: boolean): Locale {
  const { lang } = request.query as Readonly<Record<string, unknown>>;
  if (lang === 'fr' || lang === 'en') {
    reply.setCookie(languageCookie(secure), lang, { ...cookieOptions(secure), maxAge: 365 * 24 * 3600 });
    return lang;
  }
  return negotiateLocale({
    cookie: request.cookies[languageCookie(secure)],
    acceptLanguage: request.headers['accept-language'],
  });
}
