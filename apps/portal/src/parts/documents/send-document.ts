import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../deps.ts';
import { findDocument } from '../../objects/attachment/add-documents.ts';
import { createAttachmentStore, sendAttachment } from '../../objects/attachment/attachment-store.ts';
import type { AttachmentOwner } from '../../objects/attachment/table.ts';
import { requireId } from '../../objects/require-id.ts';
import type { RequestContext } from '../request-context.ts';

/** Hands out a document of something that this person may see. @throws GaranceError `general.not_found` */
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
