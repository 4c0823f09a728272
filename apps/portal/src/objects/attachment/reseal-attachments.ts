import { GaranceError } from '@garance/core';
import type { ResealCounts } from '@garance/store';
import type { PortalDeps } from '../../deps.ts';
import { createAttachmentOutbound, createAttachmentStore } from './attachment-store.ts';

const pageLength = 100;

/**
 * Seals the documents of an S3 store again, as `PlatformStore.reseal` does for the database.
 * @throws GaranceError `habilitation.attachment_store_unavailable`
 */
export async function resealAttachments(
  deps: Pick<PortalDeps, 'vault' | 'clock' | 'outbound' | 'store'> & {
    readonly config: Pick<PortalDeps['config'], 'attachments'>;
  },
): Promise<ResealCounts> {
  const attachmentOutbound = createAttachmentOutbound(deps.config);
  const attachments = createAttachmentStore({ ...deps, ...(attachmentOutbound && { attachmentOutbound }) });
  const counts = { table: 'attachment (S3)', resealed: 0, current: 0, unreadable: 0 };
  try {
    for (let after = ''; ; ) {
      const ids = await deps.store.portal.attachments.listInS3({ after, limit: pageLength });
      for (const id of ids) counts[await outcomeOf(attachments.reseal(id))] += 1;
      const last = ids.at(-1);
      if (last === undefined) return counts;
      after = last;
    }
  } finally {
    await attachmentOutbound?.close();
  }
}

async function outcomeOf(resealing: Promise<boolean>): Promise<'resealed' | 'current' | 'unreadable'> {
  try {
    return (await resealing) ? 'resealed' : 'current';
  } catch (error) {
    if (error instanceof GaranceError && error.code === 'store.unreadable') return 'unreadable';
    throw error;
  }
}
