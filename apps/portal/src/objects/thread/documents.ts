import { GaranceError } from '@garance/core';
import type { DocumentList } from '../attachment/add-documents.ts';
import { documentLimits } from '../attachment/limits.ts';
import { threadOwner } from './read.ts';

/** Documents of a thread, from partner and team. */
export function threadDocuments(threadId: string): DocumentList {
  return {
    owner: threadOwner(threadId),
    ...documentLimits.thread,
    hold: async ({ threads }) => {
      if ((await threads.lock(threadId)) === undefined) throw new GaranceError('general.not_found');
    },
  };
}
