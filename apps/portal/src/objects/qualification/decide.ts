/** The one way in which a qualification changes its state; what follows commits with it. */
import { randomUUID } from 'node:crypto';
import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import type { Standing } from '../lifecycle/interpreter.ts';
import { type Effect, perform } from '../lifecycle/perform.ts';
import type { PortalTables } from '../portal-store.ts';
import { closeProduction } from '../production/stop.ts';
import { systemStanding } from '../registration/registrations.ts';
import { startClock, stopClock } from '../time/working-days.ts';
import { productionLifecycle, qualificationLifecycle } from './lifecycle.ts';
import { mailOfficers, mailPartner, type QualificationMail } from './mails.ts';
import { itemOwner, mockUpOwner, type QualificationView, readView } from './read.ts';
import type { Qualification, QualificationScope } from './tables/qualifications.ts';

export type QualificationEvent = (typeof qualificationLifecycle)['transitions'][number]['event'];

export interface QualificationDecision {
  readonly qualificationId: string;
  readonly event: QualificationEvent;
  /** Person id, or `system`. */
  readonly actor: string;
  readonly standing: Standing;
  /** In words, where the lifecycle wants one. */
  readonly reason?: string;
  /** The version that was shown to whoever decides: nobody decides on what they have not read. */
  readonly expectedVersion?: number;
}

type Deps = Pick<PortalDeps, 'clock' | 'config' | 'store'>;

/**
 * Carries out one event in a transaction of its own.
 * @returns the new state
 * @throws GaranceError `general.not_found`, and those of `perform`
 */
export function decideQualification(deps: Deps, decision: QualificationDecision): Promise<string> {
  return deps.store.portal.transaction((tables) => decideQualificationIn(tables, deps, decision));
}

/** The same inside a transaction that the caller has begun. */
export async function decideQualificationIn(
  tables: PortalTables,
  deps: Pick<PortalDeps, 'clock' | 'config'>,
  decision: QualificationDecision,
): Promise<string> {
  const { qualificationId, event, actor, standing, reason, expectedVersion } = decision;
  const qualification = await tables.qualifications.lock(qualificationId);
  const service = qualification && (await tables.services.find(qualification.serviceId));
  if (qualification === undefined || service === undefined) throw new GaranceError('general.not_found');
  if (expectedVersion !== undefined && expectedVersion !== qualification.version) {
    throw new GaranceError('portal.changed_meanwhile');
  }
  const nowMs = deps.clock.now();
  const view = await readView(tables, service, qualification.platform, { nowMs, qualification });
  return perform(tables, deps.clock, {
    lifecycle: qualificationLifecycle,
    objectId: qualificationId,
    event,
    state: qualification.state,
    standing,
    actor,
    facts: view.facts,
    ...(reason !== undefined && { reason }),
    setState: (own, to) =>
      own.qualifications.setState({
        id: qualificationId,
        from: qualification.state,
        to,
        expectedVersion: qualification.version,
        atMs: nowMs,
      }),
    effects: effects({
      deps,
      view,
      qualification,
      event,
      nowMs,
      actor,
      ...(reason !== undefined && { reason }),
    }),
  });
}

interface EffectContext extends QualificationMail {
  readonly view: QualificationView;
  readonly qualification: Qualification;
  readonly actor: string;
}

function effects(context: EffectContext): Readonly<Record<string, Effect>> {
  const { qualification, nowMs, view, actor, reason = '' } = context;
  const { id } = qualification;
  return {
    'start-clock': async (tables) => {
      const afresh = qualification.state !== 'changes_requested';
      await tables.qualifications.update(id, {
        ...startClock(qualification, nowMs, { afresh }),
        submittedAtMs: nowMs,
      });
      // What an officer is shown can no longer be erased; what held last year is looked at afresh.
      await freezeDocuments(tables, view, id);
      const isRepeated = qualification.state === 'expired' || qualification.state === 'qualified';
      if (isRepeated) await tables.qualificationItems.forgetVerdicts(id);
    },
    'stop-clock': async (tables) => {
      if (qualification.submittedAtMs === undefined) return;
      await tables.qualifications.update(id, stopClock(qualification, nowMs));
    },
    'record-scope': (tables) => tables.qualifications.update(id, { holds: scopeOf(view, nowMs) }),
    'open-production': (tables) => openProduction(tables, context),
    'close-production': async (tables) => {
      const { serviceId, platform } = qualification;
      await closeProduction(tables, { deps: context.deps, serviceId, platform, actor, reason });
    },
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

async function openProduction(tables: PortalTables, { qualification, nowMs }: EffectContext): Promise<void> {
  const { id: qualificationId, serviceId, organisationId, platform } = qualification;
  const existing = await tables.productions.findFor(serviceId, platform);
  // A repeated qualification carries on what is there.
  if (existing !== undefined) return tables.productions.setQualification(existing.id, qualificationId);
  const id = randomUUID();
  const state = productionLifecycle.initial;
  const place = { serviceId, organisationId, platform, qualificationId };
  await tables.productions.create({ id, ...place, state, openedAtMs: nowMs });
  const entry = { object: 'production', objectId: id, actor: 'system', atMs: nowMs };
  await tables.history.append({ ...entry, event: 'open', from: '', to: state });
  await tables.audit.append({ ...entry, action: 'production.open', detail: { platform } });
}

const batch = 200;

/**
 * Ends qualifications that should have been repeated. Production goes on; nothing new is activated. Run daily by the
 * scheduler. @returns how many
 */
export async function expireQualifications(deps: Deps): Promise<number> {
  const due = await deps.store.portal.qualifications.due(deps.clock.now(), batch);
  for (const { id } of due) {
    await decideQualification(deps, {
      qualificationId: id,
      event: 'expire',
      actor: 'system',
      standing: systemStanding,
    });
  }
  return due.length;
}
