/**
 * Binds a login to one browser, by a 256-bit secret in a cookie of this hub only. The cookie's name contains platform
 * and environment, because cookies are shared across ports. A transaction stores only its hash (login CSRF, session
 * fixation: RFC 9700 §4.7). Kept across logins of one browser, so that two tabs do not end each other; a planted cookie
 * is useless because the transaction's identifier changes once the provider has answered.
 */
import { cookieName, rawQuery } from '@garance/web/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HubConfig } from './hub-config.ts';
import { isId, newId } from './ids.ts';
import type { Ticket } from './logins.ts';

interface Cookie {
  readonly value: string;
  /** Seconds. By default the cookie ends with the browser session. */
  readonly maxAgeSeconds?: number;
}

export interface CookieJar {
  read(request: FastifyRequest, purpose: CookiePurpose): string | undefined;
  write(reply: FastifyReply, purpose: CookiePurpose, cookie: Cookie): void;
  clear(reply: FastifyReply, purpose: CookiePurpose): void;
}

type CookiePurpose = 'browser' | 'session' | 'lang' | 'rehearsal' | 'device' | 'service' | 'successor';

export function createCookieJar(config: HubConfig): CookieJar {
  const secure = config.issuer.startsWith('https:');
  const { platform, environment } = config;
  const nameOf = (purpose: CookiePurpose) => cookieName({ platform, environment, purpose, secure });
  const names: Readonly<Record<CookiePurpose, string>> = {
    browser: nameOf('browser'),
    session: nameOf('session'),
    lang: nameOf('lang'),
    rehearsal: nameOf('rehearsal'),
    device: nameOf('device'),
    service: nameOf('service'),
    successor: nameOf('successor'),
  };
  const attributes = { path: '/', httpOnly: true, secure, sameSite: 'lax' } as const;
  return {
    read: (request, purpose) => request.cookies[names[purpose]],
    write: (reply, purpose, { value, maxAgeSeconds }) => {
      reply.setCookie(names[purpose], value, {
        ...attributes,
        ...(maxAgeSeconds !== undefined && { maxAge: maxAgeSeconds }),
      });
    },
    clear: (reply, purpose) => {
      reply.clearCookie(names[purpose], attributes);
    },
  };
}

/** The browser's secret, when it sent a well-formed one. */
export function findBrowserSecret(jar: CookieJar, request: FastifyRequest): string | undefined {
  const value = jar.read(request, 'browser');
  return isId(value) ? value : undefined;
}

/** The browser's secret; creates it and sets the cookie when there is none. */
export function ensureBrowserSecret(jar: CookieJar, request: FastifyRequest, reply: FastifyReply): string {
  const existing = findBrowserSecret(jar, request);
  if (existing !== undefined) return existing;
  const secret = newId();
  jar.write(reply, 'browser', { value: secret });
  return secret;
}

/** The ticket that the browser carries for its next login (`logins.ts`). It is removed, whatever the outcome. */
export function takeTicket(jar: CookieJar, request: FastifyRequest, reply: FastifyReply): Ticket {
  const cookie = jar.read(request, 'rehearsal');
  if (cookie !== undefined) jar.clear(reply, 'rehearsal');
  return { cookie, query: rawQuery(request) };
}
