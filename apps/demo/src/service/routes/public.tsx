import { sendPage } from '@garance/web/server';
import type { FastifyInstance } from 'fastify';
import type { DemoServiceDeps } from '../deps.ts';
import { publicJwks } from '../keys.ts';
import { AboutPage } from '../pages/about.tsx';
import { HomePage } from '../pages/home.tsx';
import { SignInPage } from '../pages/sign-in.tsx';
import { iconSvg, styleSheet } from '../style.ts';

/** Mounts the pages and files that need no sign-in. */
export function mountPublic(app: FastifyInstance, { browsers, hubOrigins, keys }: DemoServiceDeps): void {
  const jwks = publicJwks(keys);

  app.get('/', (request, reply) => {
    const context = browsers.pageContext(request, reply);
    return sendPage(reply, <HomePage context={context} />, {
      formAction: hubOrigins,
      locale: context.locale,
    });
  });
  app.get('/about', (request, reply) => {
    const context = browsers.pageContext(request, reply);
    return sendPage(reply, <AboutPage context={context} />, {
      formAction: hubOrigins,
      locale: context.locale,
    });
  });
  app.get('/sign-up', (request, reply) => {
    const context = browsers.pageContext(request, reply);
    return sendPage(reply, <SignInPage context={context} kind="sign-up" />, {
      formAction: hubOrigins,
      locale: context.locale,
    });
  });
  app.get('/jwks', (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').type('application/jwk-set+json').send(jwks),
  );
  app.get('/style.css', (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').type('text/css; charset=utf-8').send(styleSheet),
  );
  app.get('/icon.svg', (_request, reply) =>
    reply.header('cache-control', 'public, max-age=86400').type('image/svg+xml').send(iconSvg),
  );
}
