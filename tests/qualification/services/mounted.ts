/** One service at its place: what it publishes, what it answers, what the suite is told of it. */
import type { ServiceUnderTest } from '@garance/qualification';
import { type FastifyReply, type FastifyRequest, rawQuery } from '@garance/web/server';
import { publicPart } from './keys.ts';
import { handlers, serve } from './serve.tsx';
import type { SampleService } from './types.ts';

export interface Mounted {
  readonly service: SampleService;
  readonly cookieName: string;
}

/** What a partner would ask for: the level of each platform, and a page that needs more than a login gave. */
export const levels = {
  standard: { level: 'eidas1', higherLevel: 'eidas2' },
  plus: { level: 'eidas2', higherLevel: 'eidas3' },
} as const;

/** @param path below its mount point, without a slash before it */
export function answer(
  mounted: Mounted,
  path: string,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
): unknown {
  if (path === 'jwks') return reply.send(jwksOf(mounted.service));
  const handler = handlers[`${request.method} /${path}`];
  if (handler === undefined) return reply.callNotFound();
  const body = request.method === 'POST' && typeof request.body === 'string' ? request.body : '';
  const query = new URLSearchParams(body === '' ? rawQuery(request) : body);
  return serve({ ...mounted, request, reply, query }, handler);
}

function jwksOf({ settings, implementation }: SampleService): unknown {
  const { signing, encryption } = settings.keys;
  return implementation.does.jwks({ keys: [signing, ...encryption].map(publicPart) });
}

/** @param base where it is mounted, without final slash */
export function describeService(base: string): ServiceUnderTest {
  return {
    loginUrl: `${base}/sign-in`,
    signedIn: { selector: '#signed-in' },
    protectedUrl: `${base}/account`,
    signUpUrl: `${base}/sign-up`,
    logoutUrl: `${base}/sign-out`,
    stepUpUrl: `${base}/step-up`,
    profileUrl: `${base}/profile`,
    publicService: true,
  };
}
