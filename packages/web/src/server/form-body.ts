import { GaranceError } from '@garance/core';
import type { FastifyInstance } from 'fastify';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Passes form bodies to routes as the encoded string. Routes thus see repeated parameters and wrong encodings, which a
 * parser into an object would hide (security.md, 15).
 */
export function addRawFormBody(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer' },
    (_request, body: Buffer, done) => {
      try {
        done(null, utf8.decode(body));
      } catch {
        done(new GaranceError('general.bad_request'));
      }
    },
  );
}
