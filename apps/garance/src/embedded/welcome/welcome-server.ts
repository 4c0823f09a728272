import { buildServer, negotiateLocale, registerAssets, sendPage } from '@garance/web/server';
import type { RunFile } from '../run-file.ts';
import { WelcomePage } from './welcome-page.tsx';

interface WelcomeOptions {
  readonly origin: string;
  readonly logger: NonNullable<Parameters<typeof buildServer>[0]['logger']>;
  readonly run: RunFile;
}

/** The page on the first port: addresses and accounts, without secrets. */
export function buildWelcome({ origin, logger, run }: WelcomeOptions) {
  const app = buildServer({ name: 'welcome', logger, issuerOrigin: origin, site: { band: 'demonstration' } });
  registerAssets(app);
  app.get('/', (request, reply) => {
    const { lang } = request.query as Readonly<Record<string, unknown>>;
    const locale =
      lang === 'fr' || lang === 'en'
        ? lang
        : negotiateLocale({ acceptLanguage: request.headers['accept-language'] });
    return sendPage(reply, WelcomePage({ locale, run }), { locale });
  });
  return app;
}
