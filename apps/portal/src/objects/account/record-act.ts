import type { PortalDeps } from '../../deps.ts';
import type { PortalTables } from '../portal-store.ts';
import type { Actor } from './actor.ts';

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
