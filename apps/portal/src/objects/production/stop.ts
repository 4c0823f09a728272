/** Production stopped, taken up again, or closed for good; on the hub within 2 s, tokens already issued included. */
import { GaranceError, type Platform } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import type { Standing } from '../lifecycle/interpreter.ts';
import { type Effect, perform } from '../lifecycle/perform.ts';
import type { PortalTables } from '../portal-store.ts';
import { productionLifecycle } from '../qualification/lifecycle.ts';
import {
  type AccessOrder,
  resumeService,
  revokeService,
  suspendService,
  systemStanding,
} from '../registration/registrations.ts';

export interface ProductionOrder {
  readonly deps: Pick<PortalDeps, 'clock' | 'config'>;
  readonly serviceId: string;
  readonly platform: Platform;
  /** Person id, or `system`. */
  readonly actor: string;
  /** Of the person; Garance itself when absent. */
  readonly standing?: Standing;
  /** In words: the partner reads it. */
  readonly reason: string;
  readonly expectedVersion?: number;
}

/** Nothing happens where there is no active production. @returns whether there was one @throws GaranceError as `perform` */
export function suspendProduction(tables: PortalTables, order: ProductionOrder): Promise<boolean> {
  return change(tables, order, 'suspend');
}

/** @returns whether there was a suspended one @throws GaranceError as `perform` */
export function resumeProduction(tables: PortalTables, order: ProductionOrder): Promise<boolean> {
  return change(tables, order, 'resume');
}

/** For ever: a new path begins with a new service. @returns whether there was one to close @throws GaranceError as `perform` */
export function closeProduction(tables: PortalTables, order: ProductionOrder): Promise<boolean> {
  return change(tables, order, 'close');
}

type StopEvent = 'suspend' | 'resume' | 'close';

const onHub = { suspend: suspendService, resume: resumeService, close: revokeService } as const;

async function change(tables: PortalTables, order: ProductionOrder, event: StopEvent): Promise<boolean> {
  const { deps, serviceId, platform, actor, standing = systemStanding, reason, expectedVersion } = order;
  const found = await tables.productions.findFor(serviceId, platform);
  const production = found && (await tables.productions.lock(found.id));
  const from: readonly string[] =
    productionLifecycle.transitions.find((one) => one.event === event)?.from ?? [];
  if (production === undefined || !from.includes(production.state)) return false;
  if (expectedVersion !== undefined && expectedVersion !== production.version) {
    throw new GaranceError('portal.changed_meanwhile');
  }
  const habilitation = await tables.habilitations.inForce(serviceId, platform);
  await perform(tables, deps.clock, {
    lifecycle: productionLifecycle,
    objectId: production.id,
    event,
    state: production.state,
    standing,
    actor,
    reason,
    facts: new Set(habilitation === undefined ? [] : ['habilitation-in-force']),
    setState: (within, to) =>
      within.productions.setState({
        id: production.id,
        from: production.state,
        to,
        expectedVersion: production.version,
        atMs: deps.clock.now(),
        ...(event !== 'resume' && { reason }),
      }),
    effects: stopEffects(order, event),
  });
  return true;
}

function stopEffects(
  { deps, serviceId, platform, actor, reason, standing }: ProductionOrder,
  event: StopEvent,
): Readonly<Record<string, Effect>> {
  const access: AccessOrder = {
    deps,
    serviceId,
    platform,
    environment: 'production',
    actor,
    reason,
    ...(standing !== undefined && { standing }),
  };
  const act: Effect = async (tables) => void (await onHub[event](tables, access));
  return {
    'suspend-on-hub': act,
    'resume-on-hub': act,
    // The access on the hub writes to the partner, with the reason: one mail for one thing.
    'mail-partner': async () => {},
  };
}
