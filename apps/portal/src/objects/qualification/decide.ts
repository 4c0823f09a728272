/** Changes the state of a qualification. */
import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import type { Standing } from '../lifecycle/check-transition.ts';
import { type Effects, type Outcome, tryTransition } from '../lifecycle/transition.ts';
import type { PortalTables } from '../portal-store.ts';
import { startClock, stopClock } from '../time/working-days.ts';
import { type QualificationEvent, type QualificationState, qualificationLifecycle } from './lifecycle.ts';
import { mailOfficers, mailPartner, type QualificationMail } from './mails.ts';
import { itemOwner, mockUpOwner, type QualificationView, readView } from './read.ts';
import type { Qualification, QualificationScope } from './tables/qualifications.ts';

/** What a qualification does to the production of its service. */
export interface ProductionEffects {
  open(tables: PortalTables, qualification: Qualification): Promise<void>;
  close(tables: PortalTables, qualification: Qualification): Promise<void>;
}

export interface QualificationDecision {
  readonly qualificationId: string;
  readonly event: QualificationEvent;
  /** Person id, or `system`. */
  readonly actor: string;
  readonly standing: Standing;
  /** In words, where the lifecycle wants one. */
  readonly reason?: string;
  /** The version that was shown: a decision on another one is refused. */
  readonly expectedVersion?: number;
}

/** Carries out one event inside a transaction that the caller has begun. */
export async function decideQualificationIn(
  tables: PortalTables,
  deps: Pick<PortalDeps, 'clock' | 'config'>,
  { production, ...decision }: QualificationDecision & { readonly production: ProductionEffects },
): Promise<Outcome<QualificationState>> {
  const nowMs = deps.clock.now();
  return tryTransition(tables, deps.clock, {
    ...decision,
    lifecycle: qualificationLifecycle,
    table: tables.qualifications,
    id: decision.qualificationId,
    prepare: async (qualification) => {
      const service = await tables.services.find(qualification.serviceId);
      if (service === undefined) throw new GaranceError('general.not_found');
      const { platform } = qualification;
      const view = await readView(tables, { service, platform, nowMs, qualification });
      const context = { ...decision, deps, view, qualification, nowMs, production };
      return { facts: view.facts, effects: effects(context) };
    },
  });
}

interface EffectContext extends QualificationMail {
  readonly view: QualificationView;
  readonly production: ProductionEffects;
}

function effects(context: EffectContext): Effects<typeof qualificationLifecycle> {
  const { qualification, nowMs, view, production } = context;
  const { id } = qualification;
  return {
    'start-clock': async (tables) => {
      const { resumes, repeats } = qualificationLifecycle.states[qualification.state];
      await tables.qualifications.update(id, {
        ...startClock(qualification, nowMs, { afresh: !resumes }),
        submittedAtMs: nowMs,
      });
      // What an officer is shown can no longer be erased; what held last year is looked at afresh.
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

/** For what it holds: exactly what was looked at, for twelve months. */
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
