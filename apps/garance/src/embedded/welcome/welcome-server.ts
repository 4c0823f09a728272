import { type FastifyInstance, negotiateLocale, sendPage } from '@garance/web/server';
import type { RunFile } from '../run-file.ts';
import { WelcomePage } from './welcome-page.tsx';

/** Path of the page of addresses and accounts; the partner space's home page links to it. */
export const welcomePath = '/demonstration';

/** Mounts the page of addresses and accounts, without secrets. */
export function mountWelcome(app: FastifyInstance, run: RunFile): void {
  app.get(welcomePath, (request, reply) => {
    const { lang } = request.query as Readonly<Record<string, unknown>>;
    const locale =
      lang === 'fr' || lang === 'en'
        ? lang
        : negotiateLocale({ acceptLanguage: request.headers['accept-language'] });
    return sendPage(reply, WelcomePage({ locale, run }), { locale });
  });
}
