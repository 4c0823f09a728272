/** Changes the state of a qualification. */
import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import type { AuthorizationContext } from '../lifecycle/check-transition.ts';
import { type Outcome, tryTransition } from '../lifecycle/transition.ts';
import type { PortalTables } from '../portal-store.ts';
import { type ProductionEffects, qualificationEffects } from './effects.ts';
import { type QualificationEvent, type QualificationState, qualificationLifecycle } from './lifecycle.ts';
import { readView } from './read.ts';

export interface QualificationDecision {
  readonly qualificationId: string;
  readonly event: QualificationEvent;
  /** Person id, or `system`. */
  readonly actor: string;
  readonly authorization: AuthorizationContext;
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
      return { facts: view.facts, effects: qualificationEffects(context) };
    },
  });
}
