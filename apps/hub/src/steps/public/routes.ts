/** Public documents: discovery and keys. Built when the keys change, not on every request. */
import { discoveryDocument } from '@garance/oidc';
import type { FastifyReply } from 'fastify';
import type { HubDeps } from '../../deps.ts';
import { json, type Mount } from '../../mount.ts';

const cacheSeconds = 600;
/** Outside production keys change for tests: a service that keeps them exactly this long is not made to wait. */
const testKeyCacheSeconds = 60;

export function mountPublic({ app, deps, base }: Mount): void {
  const discovery = JSON.stringify(discoveryDocument(deps.config));
  app.get(`${base}/.well-known/openid-configuration`, json, (_request, reply) => publish(reply, discovery));
  app.get(`${base}/jwks`, json, (_request, reply) =>
    publish(reply, JSON.stringify(publishedKeys(deps)), {
      type: 'application/jwk-set+json',
      maxAgeSeconds: deps.config.environment === 'production' ? cacheSeconds : testKeyCacheSeconds,
    }),
  );
  app.get(`${base}/client/.well-known/keys`, json, (_request, reply) =>
    publish(reply, JSON.stringify(deps.keyRing.encryptionJwks()), { type: 'application/jwk-set+json' }),
  );
}

function publishedKeys({ keyRing, logins }: HubDeps) {
  return { keys: [...keyRing.signingJwks().keys, ...logins.furtherJwks()] };
}

function publish(
  reply: FastifyReply,
  body: string,
  { type = 'application/json', maxAgeSeconds = cacheSeconds } = {},
): FastifyReply {
  return reply
    .header('cache-control', `public, max-age=${maxAgeSeconds}`)
    .header('access-control-allow-origin', '*')
    .type(type)
    .send(body);
}
