/** Effects of the transitions of a qualification: one function for each effect that the lifecycle's table names. */
import { GaranceError } from '@garance/core';
import type { Effects } from '../lifecycle/transition.ts';
import type { PortalTables } from '../portal-store.ts';
import { startClock, stopClock } from '../time/working-days.ts';
import { qualificationLifecycle } from './lifecycle.ts';
import { mailOfficers, mailPartner, type QualificationMail } from './mails.ts';
import { itemOwner, mockUpOwner, type QualificationView } from './read.ts';
import type { Qualification, QualificationScope } from './tables/qualifications.ts';

/** Effects of a qualification on the production of its service. */
export interface ProductionEffects {
  open(tables: PortalTables, qualification: Qualification): Promise<void>;
  close(tables: PortalTables, qualification: Qualification): Promise<void>;
}

interface EffectContext extends QualificationMail {
  readonly view: QualificationView;
  readonly production: ProductionEffects;
}

export function qualificationEffects(context: EffectContext): Effects<typeof qualificationLifecycle> {
  const { qualification, nowMs, view, production } = context;
  const { id } = qualification;
  return {
    'start-clock': async (tables) => {
      const { resumes, repeats } = qualificationLifecycle.states[qualification.state];
      await tables.qualifications.update(id, {
        ...startClock(qualification, nowMs, { afresh: !resumes }),
        submittedAtMs: nowMs,
      });
      // Submitted documents can no longer be deleted; acceptances of a former qualification are reset.
      await freezeDocuments(tables, view, id);
      if (repeats) await tables.qualificationItems.forgetVerdicts(id);
    },
    'stop-clock': async (tables) => {
      if (qualification.submittedAtMs === undefined) return;
      await tables.qualifications.update(id, stopClock(qualification, nowMs));
    },
    'record-scope': (tables) => tables.qualifications.update(id, { holds: scopeOf(view, nowMs) }),
    'open-production': (tables) => production.open(tables, qualification),
    'close-production': (tables) => production.close(tables, qualification),
    'mail-officers': (tables) => mailOfficers(tables, context),
    'mail-partner': (tables) => mailPartner(tables, context),
  };
}

async function freezeDocuments(
  tables: PortalTables,
  { documents }: QualificationView,
  id: string,
): Promise<void> {
  await tables.attachments.freeze(mockUpOwner(id));
  for (const itemId of documents.keys()) await tables.attachments.freeze(itemOwner(id, itemId));
}

/** The qualified registration, valid for twelve months. */
function scopeOf(
  { habilitation, registration, published }: QualificationView,
  nowMs: number,
): QualificationScope {
  if (habilitation === undefined || registration === undefined || published === undefined) {
    throw new GaranceError('portal.condition_missing', { detail: 'registration-published' });
  }
  const until = new Date(nowMs);
  until.setUTCFullYear(until.getUTCFullYear() + 1);
  return {
    habilitationId: habilitation.id,
    registrationId: registration.id,
    registrationVersion: registration.version,
    draftNumber: published.number,
    level: habilitation.level,
    scopes: registration.scopes,
    fromMs: nowMs,
    untilMs: until.getTime(),
  };
}
