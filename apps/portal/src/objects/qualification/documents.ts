/** Evidence and mock-ups: upload with type check, download for persons with access to the qualification. */
import type { Platform } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import type { DocumentList } from '../attachment/add-documents.ts';
import { documentLimits } from '../attachment/limits.ts';
import type { AttachmentOwner } from '../attachment/table.ts';
import type { Service } from '../service/table.ts';
import { ensureQualification } from './begin.ts';
import { noteChange, requireState } from './items.ts';
import { itemOwner, mockUpOwner } from './read.ts';

interface EvidenceOf {
  readonly service: Service;
  readonly platform: Platform;
  /** Absent: mock-ups. */
  readonly itemId: string | undefined;
  readonly actor: string;
}

/** Documents of one item, or the mock-ups. Adding one opens a qualification when there is none. */
export async function evidenceList(
  { store, clock }: Pick<PortalDeps, 'store' | 'clock'>,
  { service, platform, itemId, actor }: EvidenceOf,
): Promise<DocumentList> {
  const of = { service, platform, actor };
  const begun = await store.portal.transaction((tables) => ensureQualification(tables, clock, of));
  const qualificationId = begun.id;
  return {
    owner: itemId === undefined ? mockUpOwner(qualificationId) : itemOwner(qualificationId, itemId),
    ...documentLimits.qualification,
    hold: async (tables) => {
      const locked = await ensureQualification(tables, clock, of);
      requireState(locked, itemId === undefined ? 'open' : 'editable');
    },
    noted: async (tables) => {
      if (itemId !== undefined) {
        const evidence = { qualificationId, itemId, by: actor, atMs: clock.now() };
        await tables.qualificationItems.noteEvidenceChanged(evidence);
      }
      await noteChange(tables, begun, {
        actor,
        atMs: clock.now(),
        action: 'documents',
        itemId: itemId ?? 'mock-ups',
      });
    },
  };
}

/** Whether a document hangs on an item of this qualification, or is one of its mock-ups. */
export function isOfQualification(qualificationId: string): (owner: AttachmentOwner) => boolean {
  return ({ object, id }) => id === qualificationId && object.startsWith('qualification.');
}
