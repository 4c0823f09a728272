import type { PortalDeps } from '../../deps.ts';
import { type Actor, requireAction, type Towards } from '../../objects/account/actor.ts';
import type { Action } from '../../objects/lifecycle/rights.ts';
import type { PortalTables } from '../../objects/portal-store.ts';
import { requireActor, type Visit } from '../../parts/visit.ts';

/** Somebody of the platform who may do this, with their second factor. @throws GaranceError as `requireAction` */
export function requireStaff(visit: Visit, action: Action, towards?: Towards): Actor {
  const actor = requireActor(visit);
  requireAction(actor, action, towards);
  return actor;
}

interface Act {
  readonly actor: Pick<Actor, 'personId'>;
  readonly action: string;
  readonly object: string;
  readonly objectId: string;
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

/** Writes an administrative act into the audit log, in the transaction of the act. */
export function record(
  tables: Pick<PortalTables, 'audit'>,
  { clock }: Pick<PortalDeps, 'clock'>,
  { actor, ...act }: Act,
): Promise<void> {
  return tables.audit.append({ ...act, atMs: clock.now(), actor: actor.personId });
}

/** A value of the address; '' when it is absent or repeated. */
export function queryOf({ request }: Visit, name: string): string {
  const value = (request.query as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value.trim().slice(0, 200) : '';
}
