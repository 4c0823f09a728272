import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../durable/schema.ts';

/** Who did what to which object. No personal data beyond ids. */
export interface AuditEntry {
  readonly atMs: number;
  /** Person id, or `system`, or `datapass`. */
  readonly actor: string;
  /** `request.approve`, `secret.create`, `session.begin`… */
  readonly action: string;
  readonly object: string;
  readonly objectId: string;
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

export interface ChainedAuditEntry extends AuditEntry {
  readonly sequence: number;
  /** SHA-256 over the previous hash and this entry, hexadecimal. */
  readonly hash: string;
}

/** Exact values, each served by an index; empty ones are left out. */
export interface AuditFilter {
  readonly actor?: string;
  readonly action?: string;
  readonly objectId?: string;
}

export interface AuditLog {
  append(entry: AuditEntry): Promise<void>;
  /** Newest first; `before` a sequence number. */
  list(page: {
    readonly before?: number;
    readonly limit: number;
    readonly text?: string;
    readonly filter?: AuditFilter;
  }): Promise<readonly ChainedAuditEntry[]>;
  /** Walks the whole chain. @returns the first entry that does not fit, or nothing, and how many were read */
  verify(): Promise<{ readonly entries: number; readonly brokenAt?: number }>;
}

const genesis = '0'.repeat(64);

/** What is hashed: every field, length by JSON, in one fixed order, with a canonical detail. */
function hashOf(previous: string, sequence: number, entry: AuditEntry): string {
  const { atMs, actor, action, object, objectId, detail = {} } = entry;
  const canonical = Object.entries(detail).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify([previous, sequence, atMs, actor, action, object, objectId, canonical]);
  return createHash('sha256').update(text).digest('hex');
}

/** Table `audit_log`: append-only and chained, so that a changed, removed or inserted entry shows. */
export function createAuditLog(db: Kysely<Tables>): AuditLog {
  return {
    append: async (entry) => {
      // The head's row is locked: entries are chained one after another, on every node.
      const head = await sql<{ sequence: string | number; hash: string }>`
        select sequence, hash from audit_head for update`.execute(db);
      const last = head.rows[0] ?? { sequence: 0, hash: genesis };
      const sequence = Number(last.sequence) + 1;
      const hash = hashOf(last.hash, sequence, entry);
      await db
        .insertInto('audit_log')
        .values({
          sequence,
          at_ms: entry.atMs,
          actor: entry.actor,
          action: entry.action,
          object: entry.object,
          object_id: entry.objectId,
          detail: JSON.stringify(entry.detail ?? {}),
          hash,
        })
        .execute();
      await db.updateTable('audit_head').set({ sequence, hash }).execute();
    },
    list: async ({ before, limit, text, filter = {} }) => {
      let query = db.selectFrom('audit_log').selectAll().orderBy('sequence', 'desc').limit(limit);
      if (before !== undefined) query = query.where('sequence', '<', before);
      if (text !== undefined && text !== '') {
        query = query.where((eb) =>
          eb.or([eb('action', 'like', `%${text}%`), eb('object_id', '=', text), eb('actor', '=', text)]),
        );
      }
      const columns = { actor: filter.actor, action: filter.action, object_id: filter.objectId };
      for (const [column, value] of Object.entries(columns)) {
        if (value !== undefined && value !== '') query = query.where(sql.ref(column), '=', value);
      }
      return (await query.execute()).map(readRow);
    },
    verify: async () => {
      let previous = genesis;
      let sequence = 0;
      for (;;) {
        const rows = await db
          .selectFrom('audit_log')
          .selectAll()
          .where('sequence', '>', sequence)
          .orderBy('sequence')
          .limit(1000)
          .execute();
        if (rows.length === 0) break;
        for (const entry of rows.map(readRow)) {
          if (entry.sequence !== sequence + 1 || hashOf(previous, entry.sequence, entry) !== entry.hash) {
            return { entries: sequence, brokenAt: entry.sequence };
          }
          previous = entry.hash;
          sequence = entry.sequence;
        }
      }
      const head = await db.selectFrom('audit_head').selectAll().executeTakeFirst();
      // Entries cut off at the end leave the head pointing at nothing.
      if (head !== undefined && (Number(head.sequence) !== sequence || head.hash !== previous)) {
        return { entries: sequence, brokenAt: sequence + 1 };
      }
      return { entries: sequence };
    },
  };
}

interface Row {
  readonly sequence: string | number;
  readonly at_ms: string | number;
  readonly actor: string;
  readonly action: string;
  readonly object: string;
  readonly object_id: string;
  readonly detail: unknown;
  readonly hash: string;
}

function readRow(row: Row): ChainedAuditEntry {
  const detail = row.detail as Readonly<Record<string, string | number | boolean>>;
  return {
    sequence: Number(row.sequence),
    atMs: Number(row.at_ms),
    actor: row.actor,
    action: row.action,
    object: row.object,
    objectId: row.object_id,
    hash: row.hash,
    ...(Object.keys(detail).length > 0 && { detail }),
  };
}
