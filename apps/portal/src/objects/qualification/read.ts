/** Reads one qualification with all inputs of its pages and decisions. */
import type { Platform, Registration } from '@garance/core';
import type { Attachment } from '../attachment/table.ts';
import type { Habilitation } from '../habilitation/table.ts';
import type { PortalTables } from '../portal-store.ts';
import type { RegistrationDraft } from '../registration/tables/registration-drafts.ts';
import type { Service } from '../service/table.ts';
import { type ItemState, itemFacts, itemStates } from './item-states.ts';
import type { QualificationFacts } from './lifecycle.ts';
import { prerequisitesFor } from './prerequisites.ts';
import { findReport } from './reports.ts';
import type { StoredReport } from './tables/qualification-reports.ts';
import type { Qualification } from './tables/qualifications.ts';

export interface QualificationView {
  readonly service: Service;
  readonly platform: Platform;
  /** Absent until the partner does something. */
  readonly qualification: Qualification | undefined;
  readonly habilitation: Habilitation | undefined;
  /** Registration published on the integration hub. */
  readonly registration: Registration | undefined;
  /** The version of the form that it was published from. */
  readonly published: RegistrationDraft | undefined;
  readonly report: StoredReport | undefined;
  readonly items: readonly ItemState[];
  readonly documents: ReadonlyMap<string, readonly Attachment[]>;
  readonly mockUps: readonly Attachment[];
  /** Conditions of the lifecycle that hold now. */
  readonly facts: QualificationFacts;
}

export const itemOwner = (qualificationId: string, itemId: string) => ({
  object: `qualification.item.${itemId}`,
  id: qualificationId,
});
export const mockUpOwner = (qualificationId: string) => ({
  object: 'qualification.mock-ups',
  id: qualificationId,
});

interface Viewed {
  readonly service: Service;
  readonly platform: Platform;
  readonly nowMs: number;
  /** As read, or locked, by the caller. */
  readonly qualification: Qualification | undefined;
}

export async function readView(
  tables: PortalTables,
  { service, platform, nowMs, qualification }: Viewed,
): Promise<QualificationView> {
  const hub = { platform, environment: 'integration' } as const;
  const habilitation = await tables.habilitations.inForce(service.id, platform);
  const access = await tables.clientRegistrations.findFor(service.id, hub);
  const published = access && (await tables.registrationDrafts.publishedOf(access.id));
  const registration = await tables.registrationDrafts.current(service.id, hub);
  const report = await findReport(tables, registration, nowMs);
  const documents = await findDocuments(tables, platform, qualification);
  const items = itemStates({
    platform,
    items: qualification === undefined ? [] : await tables.qualificationItems.list(qualification.id),
    documents: new Map([...documents].map(([id, list]) => [id, list.length])),
    report: report?.report,
  });
  return {
    service,
    platform,
    qualification,
    habilitation,
    registration,
    published,
    report,
    items,
    documents,
    mockUps: qualification === undefined ? [] : await tables.attachments.list(mockUpOwner(qualification.id)),
    facts: {
      'habilitation-in-force': habilitation !== undefined,
      'registration-published': registration?.status === 'active' && published !== undefined,
      ...itemFacts(items),
    },
  };
}

async function findDocuments(
  tables: PortalTables,
  platform: Platform,
  qualification: Qualification | undefined,
): Promise<ReadonlyMap<string, readonly Attachment[]>> {
  const found = new Map<string, readonly Attachment[]>();
  if (qualification === undefined) return found;
  for (const { id, proof } of prerequisitesFor(platform)) {
    if (proof.how === 'automatic') continue;
    found.set(id, await tables.attachments.list(itemOwner(qualification.id, id)));
  }
  return found;
}
