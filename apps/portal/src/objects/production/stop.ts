/** Suspends, resumes or closes production; on the hub within 2 s, tokens already issued included. */
import type { Platform } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import { type AuthorizationContext, systemAuthorization } from '../lifecycle/check-transition.ts';
import { comesFrom } from '../lifecycle/lifecycle.ts';
import { type Effect, transition } from '../lifecycle/transition.ts';
import type { PortalTables } from '../portal-store.ts';
import { resumeService, revokeService, suspendService } from '../registration/registrations.ts';
import { productionLifecycle } from './lifecycle.ts';

export interface ProductionOrder {
  readonly deps: Pick<PortalDeps, 'clock' | 'config'>;
  readonly serviceId: string;
  readonly platform: Platform;
  /** Person id, or `system`. */
  readonly actor: string;
  /** Of the person; Garance itself when absent. */
  readonly authorization?: AuthorizationContext;
  /** In words: the partner reads it. */
  readonly reason: string;
  readonly expectedVersion?: number;
}

/** Does nothing without active production. @returns whether there was one @throws GaranceError as `transition` */
export function suspendProduction(tables: PortalTables, order: ProductionOrder): Promise<boolean> {
  return change(tables, order, 'suspend');
}

/** @returns whether there was a suspended one @throws GaranceError as `transition` */
export function resumeProduction(tables: PortalTables, order: ProductionOrder): Promise<boolean> {
  return change(tables, order, 'resume');
}

/**
 * Final: only a new service can start again. @returns whether there was one to close @throws GaranceError as
 * `transition`
 */
export function closeProduction(tables: PortalTables, order: ProductionOrder): Promise<boolean> {
  return change(tables, order, 'close');
}

const onHub = { suspend: suspendService, resume: resumeService, close: revokeService } as const;
type StopEvent = keyof typeof onHub;

async function change(tables: PortalTables, order: ProductionOrder, event: StopEvent): Promise<boolean> {
  const { deps, serviceId, platform, actor, reason, expectedVersion } = order;
  const production = await tables.productions.findFor(serviceId, platform);
  if (production === undefined || !comesFrom(productionLifecycle, event, production.state)) return false;
  const act: Effect = async (within) => {
    await onHub[event](within, { ...order, environment: 'production' });
  };
  await transition(tables, deps.clock, {
    lifecycle: productionLifecycle,
    table: tables.productions,
    id: production.id,
    event,
    expectedVersion,
    actor,
    authorization: order.authorization ?? systemAuthorization,
    reason,
    prepare: async () => ({
      facts: {
        'habilitation-in-force': (await tables.habilitations.inForce(serviceId, platform)) !== undefined,
      },
      effects: { 'suspend-on-hub': act, 'resume-on-hub': act },
    }),
  });
  return true;
}
