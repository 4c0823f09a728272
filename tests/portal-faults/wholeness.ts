/** Invariants of a database after any kill: lifecycle tables, history and audit log agree. */
import { createHash } from 'node:crypto';
import type { AuditLog } from '@garance/portal';
import { lifecycles, withPortalTables } from '@garance/portal';
import type { DatabaseConnection } from '@garance/store';
import { dumpTables } from '@garance/store/testing';

type Lifecycle = (typeof lifecycles)[number];

const tableOf = {
  request: 'request',
  registration: 'registration_draft',
  access: 'access',
  qualification: 'qualification',
  production: 'production',
  thread: 'support_thread',
} as const;

/** Tables written by opening a page: sessions and counts of attempts. */
const writtenByLooking: ReadonlySet<string> = new Set(['portal_session', 'attempt_window']);

interface RecordedTransition {
  readonly object: string;
  readonly objectId: string;
  readonly event: string;
  readonly from: string;
  readonly to: string;
}

/** Violated invariants as text; empty when there are none. */
export async function findContradictions(
  connection: Pick<DatabaseConnection, 'db'>,
  audit: Pick<AuditLog, 'verify'>,
): Promise<readonly string[]> {
  const db = withPortalTables(connection.db);
  const rows = await db.selectFrom('transition_history').selectAll().orderBy('id').execute();
  const transitions = rows.map(({ object, object_id: objectId, event, from_state: from, to_state: to }) => ({
    object,
    objectId,
    event,
    from,
    to,
  }));
  const found: string[] = [];
  for (const lifecycle of lifecycles) {
    if (!(lifecycle.object in tableOf)) throw new Error(`no table is known of ${lifecycle.object}`);
    const table = tableOf[lifecycle.object as keyof typeof tableOf];
    const objects = await db.selectFrom(table).select(['id', 'state']).execute();
    for (const { id, state } of objects) {
      const own = transitions.filter(
        ({ object, objectId }) => object === lifecycle.object && objectId === id,
      );
      found.push(
        ...contradictionsOf(lifecycle, state, own).map((what) => `${lifecycle.object} ${id}: ${what}`),
      );
    }
  }
  const { brokenAt } = await audit.verify();
  if (brokenAt !== undefined) found.push(`the audit log is broken at ${brokenAt}`);
  return [...found, ...(await missingInAudit(db, transitions))];
}

function contradictionsOf(
  lifecycle: Lifecycle,
  state: string,
  transitions: readonly RecordedTransition[],
): readonly string[] {
  const found: string[] = [];
  if (!Object.hasOwn(lifecycle.states, state)) found.push(`no such state: ${state}`);
  // Before its creation, which the table knows as a line from ''.
  let reached = '';
  for (const { event, from, to } of transitions) {
    if (from !== reached) found.push(`${event} begins in ${from}, not in ${reached}`);
    const allowed = lifecycle.transitions.some(
      (transition) => transition.event === event && transition.to === to && transition.from.includes(from),
    );
    if (!allowed) found.push(`the table knows no ${event} from ${from} to ${to}`);
    reached = to;
  }
  if (reached !== state) found.push(`is ${state}, but its history ends in ${reached}`);
  return found;
}

/** Each transition of each object must have an entry in the audit log. */
async function missingInAudit(
  db: ReturnType<typeof withPortalTables>,
  transitions: readonly RecordedTransition[],
): Promise<readonly string[]> {
  const rows = await db.selectFrom('audit_log').select(['action', 'object_id']).execute();
  const left = new Map<string, number>();
  for (const { action, object_id: objectId } of rows) {
    const key = `${action} ${objectId}`;
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  return transitions.flatMap(({ object, event, objectId }) => {
    const key = `${object}.${event} ${objectId}`;
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count > 0 ? [] : [`the audit log has no ${key}`];
  });
}

/** A hash of each table's rows, to compare two databases. */
export async function fingerprint(
  connection: Pick<DatabaseConnection, 'db'>,
): Promise<Readonly<Record<string, string>>> {
  const dump = await dumpTables(connection);
  return Object.fromEntries(
    [...dump]
      .filter(([table]) => !writtenByLooking.has(table))
      .map(([table, rows]) => [
        table,
        createHash('sha256').update(rows.split('\n').sort().join('\n')).digest('hex').slice(0, 16),
      ]),
  );
}
