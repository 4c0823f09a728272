/** The site itself, for a person who typed its address or followed it out of a configuration: says what this is and where to go. */
import { hubEndpoints } from '@garance/oidc';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { dispatch } from '../../dispatch.ts';
import { rememberLanguage, requestLocale } from '../../locale.ts';
import { type Mount, page, visitOf } from '../../mount.ts';
import { pageContext } from '../../pages/page-context.ts';
import { AboutPage } from './page.tsx';

export function mountAbout(mount: Mount): void {
  const { app, base } = mount;
  for (const url of new Set(['/', base, `${base}/`])) {
    app.get(url, page, (request, reply) => show(mount, request, reply, url));
  }
}

function show(
  mount: Mount,
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
): Promise<FastifyReply> {
  const { deps, jar } = mount;
  const { issuer, partnerSpaceUrl } = deps.config;
  rememberLanguage(jar, request, reply);
  const locale = requestLocale(jar, request);
  return dispatch(visitOf(mount, request, reply), {
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
