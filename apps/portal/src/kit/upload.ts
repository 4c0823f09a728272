/** Forms that carry documents, read part by part within limits; every other route refuses multipart bodies. */
import multipart from '@fastify/multipart';
import { GaranceError } from '@garance/core';
import { checkCsrf, checkSameSite, type FastifyInstance } from '@garance/web/server';
import { maxDocumentBytes } from './attachment-content.ts';
import { createRoutes, type Routes } from './routes.ts';
import type { Visit, VisitKit } from './visit.ts';

export interface UploadedFile {
  /** As the browser told it. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** More than 10 MB: nothing of it was kept. */
  readonly tooLarge: boolean;
}

/** Uploads held in memory at once, of the whole process: 10 MB each, several times over while they are sealed. */
const atOnce = 4;

/** A corner of the site whose POST routes take documents. */
export function mountUploadRoutes(
  app: FastifyInstance,
  kit: VisitKit,
  mount: (routes: Routes, readUploads: UploadReader) => void,
): void {
  let running = 0;
  const readUploads: UploadReader = async (visit, formId, take) => {
    if (running >= atOnce) {
      visit.reply.header('retry-after', '60');
      throw new GaranceError('habilitation.upload_busy');
    }
    running += 1;
    try {
      return await take(await readParts(visit, formId));
    } finally {
      running -= 1;
    }
  };
  app.register(async (uploads) => {
    await uploads.register(multipart, {
      throwFileSizeLimit: false,
      limits: {
        fields: 4,
        fieldNameSize: 50,
        fieldSize: 1000,
        files: 6,
        fileSize: maxDocumentBytes,
        parts: 10,
      },
    });
    mount(createRoutes(uploads, kit), readUploads);
  });
}

/**
 * Reads the documents of a form once its token, which must come first, says that the form is ours.
 * @throws GaranceError `general.cross_site`, `general.bad_request`, `habilitation.upload_busy`
 */
export type UploadReader = <T>(
  visit: Visit,
  formId: string,
  take: (files: readonly UploadedFile[]) => Promise<T>,
) => Promise<T>;

async function readParts(visit: Visit, formId: string): Promise<readonly UploadedFile[]> {
  const { request } = visit;
  if (!checkSameSite(request)) throw new GaranceError('general.cross_site');
  if (!request.isMultipart()) throw new GaranceError('general.bad_request');
  try {
    return await readEach(visit, formId);
  } catch (error) {
    if (error instanceof GaranceError) throw error;
    // Too many parts, a name of a thousand letters, a body that breaks off: the parser's words quote the request.
    throw new GaranceError('general.bad_request', { cause: error });
  }
}

async function readEach({ request, secret }: Visit, formId: string): Promise<readonly UploadedFile[]> {
  const files: UploadedFile[] = [];
  let ours = false;
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      if (part.fieldname === 'csrf') ours = checkCsrf(secret, formId, `${part.value}`);
      continue;
    }
    // Nobody fills our memory who has not shown the form's token first.
    if (!ours) throw new GaranceError('general.cross_site');
    const bytes = await part.toBuffer();
    const tooLarge = part.file.truncated;
    // A form sent without choosing a document has one empty part.
    if (bytes.byteLength === 0 && part.filename === '') continue;
    files.push({ fileName: part.filename, bytes: tooLarge ? new Uint8Array() : bytes, tooLarge });
  }
  if (!ours) throw new GaranceError('general.cross_site');
  return files;
}
