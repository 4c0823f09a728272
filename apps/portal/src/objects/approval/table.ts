import { anyChanged } from '@garance/store';
import type { Kysely, Selectable } from 'kysely';
import { readColumns, writeColumns } from '../columns.ts';
import type { Tables } from '../schema.ts';

/** A request that a second person must approve: changes to subjects, keys, roles and names. */
export interface Approval {
  readonly id: string;
  /** `hub-keys.rotate`, `subject.override`… */
  readonly action: string;
  readonly objectId: string;
  readonly detail: Readonly<Record<string, string>>;
  readonly requestedBy: string;
  readonly requestedAtMs: number;
  readonly decision?: {
    readonly by: string;
    readonly atMs: number;
    readonly verdict: 'approved' | 'refused';
  };
}

export interface Approvals {
  ask(approval: Omit<Approval, 'decision'>): Promise<void>;
  find(id: string): Promise<Approval | undefined>;
  /** Oldest first. */
  open(): Promise<readonly Approval[]>;
  /** Requests about one object, newest first. */
  about(action: string, objectId: string): Promise<readonly Approval[]>;
  /** Withdraws open requests about one object, which a new one replaces. */
  withdraw(action: string, objectId: string): Promise<void>;
  /** Decides once, never by the requesting person: false otherwise. A database constraint enforces the same. */
  decide(id: string, decision: NonNullable<Approval['decision']>): Promise<boolean>;
}

/** Table `approval`. */
export function createApprovals(db: Kysely<Tables>): Approvals {
  return {
    ask: (approval) => ask(db, approval),
    find: async (id) => {
      const row = await db.selectFrom('approval').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : readApproval(row);
    },
    open: async () => {
      const rows = await db
        .selectFrom('approval')
        .selectAll()
        .where('verdict', 'is', null)
        .orderBy('asked_at_ms')
        .limit(200)
        .execute();
      return rows.map(readApproval);
    },
    about: async (action, objectId) => {
      const rows = await db
        .selectFrom('approval')
        .selectAll()
        .where('action', '=', action)
        .where('object_id', '=', objectId)
        .orderBy('asked_at_ms', 'desc')
        .limit(20)
        .execute();
      return rows.map(readApproval);
    },
    withdraw: async (action, objectId) => {
      await db
        .deleteFrom('approval')
        .where('action', '=', action)
        .where('object_id', '=', objectId)
        .where('verdict', 'is', null)
        .execute();
    },
    decide: (id, { by, atMs, verdict }) =>
      anyChanged(
        db
          .updateTable('approval')
          .set({ decided_by: by, decided_at_ms: atMs, verdict })
          .where('id', '=', id)
          .where('verdict', 'is', null)
          .where('asked_by', '!=', by),
      ),
  };
}

async function ask(
  db: Kysely<Tables>,
  { detail, requestedBy, requestedAtMs, ...approval }: Parameters<Approvals['ask']>[0],
): ReturnType<Approvals['ask']> {
  await db
    .insertInto('approval')
    .values({
      ...writeColumns(approval),
      detail: JSON.stringify(detail),
      asked_by: requestedBy,
      asked_at_ms: requestedAtMs,
    })
    .execute();
}

function readApproval(row: Selectable<Tables['approval']>): Approval {
  return {
    ...readColumns(row, 'asked_by', 'asked_at_ms', 'decided_by', 'decided_at_ms', 'verdict'),
    requestedBy: row.asked_by,
    requestedAtMs: Number(row.asked_at_ms),
    detail: row.detail as Readonly<Record<string, string>>,
    ...(row.decided_by !== null &&
      row.verdict !== null && {
        decision: { by: row.decided_by, atMs: Number(row.decided_at_ms), verdict: row.verdict },
      }),
  };
}
