/** Forms that carry documents, read part by part within limits; every other route refuses multipart bodies. */

import multipart from '@fastify/multipart';
import { GaranceError } from '@garance/core';
import { checkCsrf, checkSameSite, type FastifyInstance } from '@garance/web/server';
import { maxDocumentBytes } from '../../objects/attachment/attachment-content.ts';
import { maxFilesAtOnce } from '../../objects/attachment/limits.ts';
import type { UploadedFile } from '../../objects/attachment/uploaded-file.ts';
import { type RequestContext, requireActor } from '../request-context.ts';
import type { RequestKit, UploadLimits } from '../request-kit.ts';
import { createRoutes, type Routes } from '../routes.ts';
import { createUploadSlots } from './upload-slots.ts';

const defaultLimits = (): UploadLimits => ({ slots: createUploadSlots(), stallMs: 10_000 });

/** Mounts routes whose forms are multipart. */
export function mountUploadRoutes(
  app: FastifyInstance,
  kit: RequestKit,
  mount: (routes: Routes, readUploads: UploadReader) => void,
): void {
  const { slots, stallMs } = kit.uploads ?? defaultLimits();
  const readUploads: UploadReader = async (visit, formId, take) => {
    let letGo: (() => void) | undefined;
    // Called after the token check: a form without a valid token takes no slot.
    const takeSlot = (): void => {
      letGo ??= slots.take(requireActor(visit).personId);
      if (letGo !== undefined) return;
      visit.reply.header('retry-after', '60');
      throw new GaranceError('habilitation.upload_busy');
    };
    try {
      return await take(await withinStall(visit, stallMs, readParts(visit, formId, takeSlot)));
    } finally {
      letGo?.();
    }
  };
  app.register(async (uploads) => {
    await uploads.register(multipart, {
      throwFileSizeLimit: false,
      limits: {
        fields: 4,
        fieldNameSize: 50,
        fieldSize: 1000,
        files: maxFilesAtOnce,
        fileSize: maxDocumentBytes,
        parts: 10,
      },
    });
    mount(createRoutes(uploads, kit), readUploads);
  });
}

/**
 * Reads the documents of a form after checking its CSRF token, which must be the first part.
 * @throws GaranceError `general.cross_site`, `general.bad_request`, `habilitation.upload_busy`,
 *   `habilitation.upload_stalled`
 */
export type UploadReader = <T>(
  visit: RequestContext,
  formId: string,
  take: (files: readonly UploadedFile[]) => Promise<T>,
) => Promise<T>;

async function readParts(
  visit: RequestContext,
  formId: string,
  takeSlot: () => void,
): Promise<readonly UploadedFile[]> {
  const { request } = visit;
  if (!checkSameSite(request)) throw new GaranceError('general.cross_site');
  if (!request.isMultipart()) throw new GaranceError('general.bad_request');
  try {
    return await readEach(visit, formId, takeSlot);
  } catch (error) {
    if (error instanceof GaranceError) throw error;
    // Too many parts, too long a name, a body that breaks off. The parser's message quotes the request, so it is not
    // used.
    throw new GaranceError('general.bad_request', { cause: error });
  }
}

async function readEach(
  { request, secret }: RequestContext,
  formId: string,
  takeSlot: () => void,
): Promise<readonly UploadedFile[]> {
  const files: UploadedFile[] = [];
  let ours = false;
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      if (part.fieldname === 'csrf') ours = checkCsrf(secret, formId, `${part.value}`);
      continue;
    }
    // Checks the CSRF token before buffering files.
    if (!ours) throw new GaranceError('general.cross_site');
    takeSlot();
    const bytes = await part.toBuffer();
    const tooLarge = part.file.truncated;
    // A form sent without choosing a document has one empty part.
    if (bytes.byteLength === 0 && part.filename === '') continue;
    files.push({ fileName: part.filename, bytes: tooLarge ? new Uint8Array() : bytes, tooLarge });
  }
  if (!ours) throw new GaranceError('general.cross_site');
  return files;
}

/**
 * Resolves with the parts, or fails when no byte arrives for a while: a connection held open must not occupy a slot. A
 * slow but steady body is ended by the server's own limit.
 * @throws GaranceError `habilitation.upload_stalled`
 */
async function withinStall<T>(
  { request, reply }: RequestContext,
  stallMs: number,
  parts: Promise<T>,
): Promise<T> {
  const { promise: stalled, reject } = Promise.withResolvers<never>();
  const { socket } = request.raw;
  let before = socket.bytesRead;
  const timer = setInterval(() => {
    // `inject` has a socket without `bytesRead`.
    if (socket.bytesRead === undefined || socket.bytesRead !== before) {
      before = socket.bytesRead;
      return;
    }
    reply.header('connection', 'close');
    reject(new GaranceError('habilitation.upload_stalled'));
  }, stallMs);
  // The parser's promise is rejected when the connection closes, after the race has ended: avoids an unhandled
  // rejection.
  parts.catch(() => {});
  try {
    return await Promise.race([parts, stalled]);
  } finally {
    clearInterval(timer);
  }
}
