/**
 * `POST /datapass/webhook`. The signature covers the raw bytes, so this route alone reads its body raw: the parser is
 * registered in a scope of its own and does not affect other routes.
 */
import { GaranceError } from '@garance/core';
import type { FastifyInstance } from 'fastify';
import type { PortalDeps } from '../../deps.ts';
import { receiveDelivery } from '../../objects/datapass/receive.ts';
import { hasSignature } from '../../objects/datapass/signature.ts';

/** Maximum body size of a DataPass event, which holds a request, INSEE's record and earlier habilitations (security.md 15). */
const bodyLimit = 1_048_576;

export function mountDatapassWebhook(app: FastifyInstance, deps: PortalDeps): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/json',
      { parseAs: 'buffer', bodyLimit },
      (_request, body, done) => {
        done(null, body);
      },
    );
    scope.addContentTypeParser('*', (_request, _payload, done) => {
      done(new GaranceError('datapass.media_type'));
    });
    scope.post('/datapass/webhook', { config: { answers: 'json' } }, async (request, reply) => {
      const { datapassSecret } = deps.config;
      if (datapassSecret === undefined) throw new GaranceError('datapass.not_configured');
      const { body } = request;
      const signature = request.headers['x-hub-signature-256'];
      // The body is neither parsed nor stored before the signature is verified (security.md 17).
      if (!Buffer.isBuffer(body) || !hasSignature(datapassSecret, body, signature)) {
        throw new GaranceError('datapass.signature_invalid');
      }
      const answer = await receiveDelivery(deps, body);
      return reply.code(answer.status).send(answer.body);
    });
  });
}
