import { cookieName, cookieOptions, csrfToken, negotiateLocale, rawQuery } from '@garance/web/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Locale, PageContext } from './pages/page.tsx';
import type { Session, SessionStore } from './sessions.ts';

/** Reads and writes the service's two cookies: an opaque session identifier and a language. */
export interface Browsers {
  sessionId(request: FastifyRequest): string | undefined;
  session(request: FastifyRequest): Session | undefined;
  setSession(reply: FastifyReply, id: string): void;
  dropSession(reply: FastifyReply): void;
  locale(request: FastifyRequest, reply: FastifyReply): Locale;
  /** Context of the page that answers this request. */
  pageContext(request: FastifyRequest, reply: FastifyReply): PageContext;
}

export const signOutForm = 'sign-out';

/** Name of the language cookie. */
export function languageCookie(secure: boolean): string {
  return cookieName({ purpose: 'town-language', secure });
}

/** @param secure whether the site is https: cookies then have `Secure` and the `__Host-` prefix */
export function createBrowsers(sessions: SessionStore, secure: boolean): Browsers {
  // "town" keeps the name apart from other servers on 127.0.0.1: ports do not isolate cookies.
  const sessionCookie = cookieName({ purpose: 'town-session', secure });
  const language = languageCookie(secure);
  const options = cookieOptions(secure);

  const sessionId = (request: FastifyRequest) => request.cookies[sessionCookie];
  const session = (request: FastifyRequest) => sessions.find(sessionId(request));

  function locale(request: FastifyRequest, reply: FastifyReply): Locale {
    const chosen = queryOf(request).get('lang');
    if (chosen === 'fr' || chosen === 'en') {
      reply.setCookie(language, chosen, options);
      return chosen;
    }
    return negotiateLocale({
      cookie: request.cookies[language],
      acceptLanguage: request.headers['accept-language'],
    });
  }

  return {
    sessionId,
    session,
    setSession: (reply, id) => void reply.setCookie(sessionCookie, id, options),
    dropSession: (reply) => void reply.clearCookie(sessionCookie, options),
    locale,
    pageContext(request, reply) {
      const id = sessionId(request);
      const signedIn = id !== undefined && session(request)?.signedIn !== undefined;
      return {
        locale: locale(request, reply),
        path: request.url.split('?')[0] ?? '/',
        ...(signedIn ? { signOutToken: csrfToken(id, signOutForm) } : {}),
      };
    },
  };
}

/** The query of a request, repeated parameters included. */
export function queryOf(request: FastifyRequest): URLSearchParams {
  return new URLSearchParams(rawQuery(request));
}

/** The fields of a posted form; the server kit passes the body on as text. */
export function formOf(request: FastifyRequest): URLSearchParams {
  return new URLSearchParams(typeof request.body === 'string' ? request.body : '');
}
