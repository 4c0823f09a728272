/** Home page of the hub, for a person who typed its address or found it in a configuration. */
import { hubEndpoints } from '@garance/oidc';
import type { FastifyReply } from 'fastify';
import { dispatch } from '../../dispatch.ts';
import { rememberLanguage, requestLocale } from '../../locale.ts';
import { type Mount, page, visitOf } from '../../mount.ts';
import { pageContext } from '../../pages/page-context.ts';
import type { Visit } from '../../visit.ts';
import { AboutPage } from './page.tsx';

export function mountAbout(mount: Mount): void {
  const { app, base } = mount;
  for (const url of new Set(['/', base, `${base}/`])) {
    app.get(url, page, (request, reply) => show(visitOf(mount, request, reply), url));
  }
}

function show(visit: Visit, path: string): Promise<FastifyReply> {
  const { deps, jar, request, reply } = visit;
  const { issuer, partnerSpaceUrl } = deps.config;
  rememberLanguage(jar, request, reply);
  const locale = requestLocale(jar, request);
  return dispatch(visit, {
    kind: 'page',
    locale,
    page: AboutPage({
      context: pageContext(deps.config, { locale, path }),
      issuer,
      discoveryUrl: `${issuer}/.well-known/openid-configuration`,
      jwksUrl: hubEndpoints(issuer).jwks,
      ...(partnerSpaceUrl !== undefined && { partnerSpaceUrl }),
    }),
  });
}
