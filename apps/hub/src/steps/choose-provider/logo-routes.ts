import { GaranceError } from '@garance/core';
import type { FastifyRequest } from 'fastify';
import { type Mount, page } from '../../mount.ts';

type LogoRequest = FastifyRequest<{ Params: { readonly providerId: string } }>;

/** Every choice page loads several logos, so they are not counted as pages by the rate limit. */
export function mountProviderLogos({ app, deps, base }: Mount): void {
  app.get(`${base}/logo/:providerId`, page, (request: LogoRequest, reply) => {
    const logo = deps.registry.findProvider(request.params.providerId)?.logo;
    if (logo === undefined) throw new GaranceError('general.not_found');
    // An SVG opened directly is a document: no script may run in it (security.md, attack 16).
    return reply
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
      .header('cache-control', 'public, max-age=3600')
      .type(logo.mediaType)
      .send(Buffer.from(logo.base64, 'base64'));
  });
}
