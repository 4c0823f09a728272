import { GaranceError } from '@garance/core';
import type { DocumentList } from '../attachment/add-documents.ts';
import { documentLimits } from '../attachment/limits.ts';
import { attachmentOwner, attachmentOwners, type DocumentField } from './documents.ts';
import { isEditable } from './fill-step.ts';

/** The documents of one question; they can change while the request is editable. Size is limited over all questions. */
export function documentList(requestId: string, { name, maxCount }: DocumentField): DocumentList {
  return {
    owner: attachmentOwner(requestId, name),
    maxCount,
    ...documentLimits.request,
    counted: attachmentOwners(requestId),
    hold: async (tables) => {
      await tables.requests.update(requestId, {});
      const request = await tables.requests.find(requestId);
      if (request === undefined || !isEditable(request)) throw new GaranceError('portal.not_now');
    },
  };
}
