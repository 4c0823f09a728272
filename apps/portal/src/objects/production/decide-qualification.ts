/** Decisions on a qualification, with their effects on the production of its service. */
import { randomUUID } from 'node:crypto';
import type { PortalDeps } from '../../deps.ts';
import { systemAuthorization } from '../lifecycle/check-transition.ts';
import { create, type Outcome, orThrow } from '../lifecycle/transition.ts';
import type { PortalTables } from '../portal-store.ts';
import { decideQualificationIn, type QualificationDecision } from '../qualification/decide.ts';
import type { QualificationState } from '../qualification/lifecycle.ts';
import type { Qualification } from '../qualification/tables/qualifications.ts';
import { productionLifecycle } from './lifecycle.ts';
import { closeProduction } from './stop.ts';

type Deps = Pick<PortalDeps, 'clock' | 'config' | 'store'>;

/** Applies one event in a new transaction. */
export function tryDecideQualification(
  deps: Deps,
  decision: QualificationDecision,
): Promise<Outcome<QualificationState>> {
  const { actor, reason = '' } = decision;
  return deps.store.portal.transaction((transacted) =>
    decideQualificationIn(transacted, deps, {
      ...decision,
      production: {
        open: (tables, qualification) => openProduction(tables, deps, qualification),
        close: async (tables, { serviceId, platform }) => {
          await closeProduction(tables, { deps, serviceId, platform, actor, reason });
        },
      },
    }),
  );
}

/** @returns the new state @throws GaranceError as `transition` */
export async function decideQualification(
  deps: Deps,
  decision: QualificationDecision,
): Promise<QualificationState> {
  return orThrow(await tryDecideQualification(deps, decision));
}

async function openProduction(
  tables: PortalTables,
  { clock }: Pick<PortalDeps, 'clock'>,
  { id: qualificationId, serviceId, organisationId, platform }: Qualification,
): Promise<void> {
  const existing = await tables.productions.findFor(serviceId, platform);
  // A repeated qualification continues the existing production.
  if (existing !== undefined) return tables.productions.setQualification(existing.id, qualificationId);
  const id = randomUUID();
  const place = { id, serviceId, organisationId, platform, qualificationId };
  await create(tables, clock, {
    lifecycle: productionLifecycle,
    event: 'open',
    id,
    actor: 'system',
    authorization: systemAuthorization,
    detail: { platform },
    insert: async (state, openedAtMs) =>
      (await tables.productions.create({ ...place, state, openedAtMs })) ? id : undefined,
    effects: {},
  });
}

const batch = 200;

/**
 * Expires qualifications past their end. Production continues; nothing new can be activated. Run daily by the
 * scheduler. @returns how many
 */
export async function expireQualifications(deps: Deps): Promise<number> {
  const due = await deps.store.portal.qualifications.due(deps.clock.now(), batch);
  for (const { id: qualificationId } of due) {
    const expiry = {
      qualificationId,
      event: 'expire',
      actor: 'system',
      authorization: systemAuthorization,
    } as const;
    await decideQualification(deps, expiry);
  }
  return due.length;
}
