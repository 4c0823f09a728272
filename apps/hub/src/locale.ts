import { negotiateLocale } from '@garance/web/server';
import type { Locale } from '@garance/web/view';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CookieJar } from './browser.ts';

/**
 * The page's language: the one chosen on the page, else the one requested by the service, else the browser's, else
 * French.
 */
export function requestLocale(
  jar: CookieJar,
  request: FastifyRequest,
  uiLocales: readonly Locale[] = [],
): Locale {
  const chosen = chosenLanguage(request);
  return (
    chosen ??
    negotiateLocale({
      uiLocales,
      cookie: jar.read(request, 'lang'),
      acceptLanguage: request.headers['accept-language'],
    })
  );
}

/** Remembers the language that the person chose on this page (`?lang=`). */
export function rememberLanguage(jar: CookieJar, request: FastifyRequest, reply: FastifyReply): void {
  const chosen = chosenLanguage(request);
  if (chosen !== undefined) jar.write(reply, 'lang', { value: chosen, maxAgeSeconds: 365 * 24 * 3600 });
}

function chosenLanguage(request: FastifyRequest): Locale | undefined {
  const { lang } = request.query as Readonly<Record<string, unknown>>;
  return lang === 'fr' || lang === 'en' ? lang : undefined;
}
