import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../deps.ts';
import { findDocument } from '../../objects/attachment/add-documents.ts';
import { createAttachmentStore } from '../../objects/attachment/attachment-store.ts';
import type { Attachment, AttachmentOwner } from '../../objects/attachment/table.ts';
import { requireId } from '../../objects/require-id.ts';
import type { RequestContext } from '../request-context.ts';

/**
 * Sends a document of an object on which the caller has checked the person's rights. @throws GaranceError
 * `general.not_found`
 */
export async function sendDocument(
  deps: PortalDeps,
  visit: RequestContext,
  { id, isOwn }: { readonly id: string | undefined; readonly isOwn: (owner: AttachmentOwner) => boolean },
): Promise<FastifyReply> {
  const { portal } = deps.store;
  const attachment = await findDocument(portal, requireId(id), isOwn);
  const bytes = await createAttachmentStore(deps).read(portal, attachment);
  return sendAttachment(visit.reply, attachment, bytes);
}

/**
 * Sends a document as a download, never as a page of this site: its content gets neither script nor form nor this
 * site's origin (security.md 16).
 */
export function sendAttachment(
  reply: FastifyReply,
  { name, mediaType }: Pick<Attachment, 'name' | 'mediaType'>,
  bytes: Uint8Array,
): FastifyReply {
  const ascii = name.replace(/[^\w.\- ]/g, '_');
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return reply
    .header('content-disposition', `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`)
    .header('content-security-policy', "sandbox; default-src 'none'; frame-ancestors 'none'")
    .header('x-content-type-options', 'nosniff')
    .header('cross-origin-resource-policy', 'same-origin')
    .header('cache-control', 'no-store')
    .type(mediaType)
    .send(Buffer.from(bytes));
}
