/**
 * The binding of a login to one browser: a 256-bit secret in a cookie of this hub alone. Its name carries platform and
 * environment, because ports do not isolate cookies. A transaction stores only its hash (login CSRF, session fixation:
 * RFC 9700 §4.7). Kept across logins of one browser, so that two tabs do not end each other; what protects a planted
 * cookie's victim is that the transaction's identifier changes once the provider has answered.
 */
import { cookieName, rawQuery } from '@garance/web/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HubConfig } from './hub-config.ts';
import { isId, newId } from './ids.ts';
import type { Ticket } from './logins.ts';

interface Cookie {
  readonly value: string;
  /** Default: until the browser is closed. */
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

/** The browser's secret when it presented a well-formed one. */
export function findBrowserSecret(jar: CookieJar, request: FastifyRequest): string | undefined {
  const value = jar.read(request, 'browser');
  return isId(value) ? value : undefined;
}

/** The browser's secret, given to it now when it had none. */
export function ensureBrowserSecret(jar: CookieJar, request: FastifyRequest, reply: FastifyReply): string {
  const existing = findBrowserSecret(jar, request);
  if (existing !== undefined) return existing;
  const secret = newId();
  jar.write(reply, 'browser', { value: secret });
  return secret;
}

/** The ticket that the browser brings for its next login (`logins.ts`). It serves once, whatever comes of it. */
export function takeTicket(jar: CookieJar, request: FastifyRequest, reply: FastifyReply): Ticket {
  const cookie = jar.read(request, 'rehearsal');
  if (cookie !== undefined) jar.clear(reply, 'rehearsal');
  return { cookie, query: rawQuery(request) };
}
