/**
 * A hub: OpenID Provider towards services, OpenID client towards identity providers. Mounts the steps of a login in the
 * order in which a login takes them.
 */
import { buildServer, rateLimitByAddress, registerAssets, registerReadiness } from '@garance/web/server';
import type { FastifyInstance } from 'fastify';
import { createCookieJar } from './browser.ts';
import type { HubParts } from './deps.ts';
import { requestLocale } from './locale.ts';
import type { Mount } from './mount.ts';
import { siteLinksOf } from './pages/site-links.ts';
import { readinessChecks } from './readiness.ts';
import { mountAbout } from './steps/about/routes.ts';
import { mountAuthorize, mountPushedRequest } from './steps/authorize/routes.ts';
import { mountCallback } from './steps/callback/routes.ts';
import { mountProviderLogos } from './steps/choose-provider/logo-routes.ts';
import { mountChooseProvider } from './steps/choose-provider/routes.ts';
import { mountConsent } from './steps/consent/routes.ts';
import { mountInformation } from './steps/information/routes.ts';
import { mountLogout } from './steps/logout/routes.ts';
import { mountOnward } from './steps/onward/routes.ts';
import { mountPublic } from './steps/public/routes.ts';
import { mountReport } from './steps/report/routes.ts';
import { mountToken } from './steps/token/routes.ts';
import { mountUserinfo } from './steps/userinfo/routes.ts';
import { withLogins } from './with-logins.ts';

/**
 * Builds the server of one hub, which does not listen yet.
 * @param parts dependencies, passed in by the composition root
 * @returns the Fastify app; its `close` does not close the parts
 */
export function buildHub(parts: HubParts): FastifyInstance {
  const deps = withLogins(parts);
  const { config, logger, clock } = deps;
  const jar = createCookieJar(config);
  const issuer = new URL(config.issuer);
  const app = buildServer({
    name: `hub-${config.platform}-${config.environment}`,
    logger,
    issuerOrigin: issuer.origin,
    health: deps.probesElsewhere !== true,
    ...(config.trustedProxies !== undefined && { trustProxy: config.trustedProxies }),
    site: {
      platform: config.platform,
      platformName: config.platformName,
      ...(config.environment !== 'production' && { band: 'integration' as const }),
      siteLinks: siteLinksOf(config),
    },
    localeOf: (request) => requestLocale(jar, request),
  });
  deps.measureRequests?.(app);
  if (deps.probesElsewhere !== true) registerReadiness(app, { checks: readinessChecks(deps) });
  registerAssets(app);

  app.register(async (pages) => {
    pages.addHook(
      'onRequest',
      rateLimitByAddress({ limit: config.interactionsPerMinutePerAddress, windowSeconds: 60, clock }),
    );
    const mount: Mount = { app: pages, deps, jar, base: issuer.pathname };
    mountAuthorize(mount);
    mountChooseProvider(mount);
    mountCallback(mount);
    mountConsent(mount);
    mountLogout(mount);
    mountReport(mount);
    mountInformation(mount);
    mountAbout(mount);
  });
  const direct: Mount = { app, deps, jar, base: issuer.pathname };
  mountPublic(direct);
  mountProviderLogos(direct);
  mountOnward(direct);
  mountPushedRequest(direct);
  mountToken(direct);
  mountUserinfo(direct);
  return app;
}
