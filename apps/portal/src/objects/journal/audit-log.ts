import { randomBytes } from 'node:crypto';
import type { createSecretStore } from '@garance/store';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';
import type { AuditAnchor, AuditHead } from './audit-anchor.ts';
import { genesis, isEqualHash, keyedHash, sealOfHead } from './audit-chain.ts';
import {
  type AuditEntry,
  type AuditVerification,
  type ChainedAuditEntry,
  readAuditRow,
} from './audit-entry.ts';
import { verifyAuditLog } from './verify-audit-log.ts';

/** Exact values, each served by an index; empty ones are left out. */
export interface AuditFilter {
  readonly actor?: string;
  readonly action?: string;
  readonly objectId?: string;
}

export interface AuditLog {
  append(entry: AuditEntry): Promise<void>;
  /**
   * Makes the key when there is none, and closes the unkeyed entries by one under the key, which fixes their end.
   * `append` does the same; call this when the store is opened, so that the unkeyed part is never left open.
   */
  begin(atMs: number): Promise<void>;
  /** The end of the log; undefined when its head is missing or was not sealed with the key. */
  head(): Promise<AuditHead | undefined>;
  /** Newest first; `before` a sequence number. */
  list(page: {
    readonly before?: number;
    readonly limit: number;
    readonly text?: string;
    readonly filter?: AuditFilter;
  }): Promise<readonly ChainedAuditEntry[]>;
  /** Walks the whole chain, and compares it with the heads written outside the database. */
  verify(): Promise<AuditVerification>;
}

export interface AuditLogDependencies {
  readonly db: Kysely<Tables>;
  readonly secrets: ReturnType<typeof createSecretStore>;
  readonly anchor?: AuditAnchor | undefined;
  /** Called with each new head; written outside the database once the transaction is committed. */
  readonly onHead?: (head: AuditHead) => void;
}

const keyName = 'audit-chain';
const keyBytes = 32;

/**
 * Table `audit_log`: append-only and chained under a random key that rests sealed like the subject keys, so that a
 * changed, removed or inserted entry shows to the holder of the master key.
 * `append` and `begin` are one step only within a transaction.
 */
export function createAuditLog({ db, secrets, anchor, onHead = () => {} }: AuditLogDependencies): AuditLog {
  /** Locked: entries are chained one after another, on every node. */
  const lockHead = async () => {
    const { rows } = await sql<HeadRow>`select sequence, hash, seal from audit_head for update`.execute(db);
    return rows[0];
  };
  const moveHead = async (key: Uint8Array, { sequence, hash }: AuditHead): Promise<void> => {
    await db
      .updateTable('audit_head')
      .set({ sequence, hash, seal: sealOfHead(key, sequence, hash) })
      .execute();
  };
  /**
   * Called with the head locked. Key and first keyed entry are written together: a log with a key and no entry was
   * emptied.
   */
  const makeKey = async (atMs: number, found: HeadRow | undefined): Promise<Uint8Array> => {
    const key = await secrets.getOrCreate(keyName, () => randomBytes(keyBytes));
    const last = await lastEntry(db);
    const sound = found !== undefined && Number(found.sequence) === last.sequence && found.hash === last.hash;
    const detail = { closes: last.sequence, hash: last.hash };
    const about = { actor: 'system', action: 'audit.begin', object: 'audit-log', objectId: keyName };
    const head = await write(db, { key, last, entry: { atMs, ...about, detail } });
    if (sound) await moveHead(key, head);
    onHead(head);
    return key;
  };
  return {
    begin: async (atMs) => {
      const found = await lockHead();
      if ((await secrets.find(keyName)) === undefined) await makeKey(atMs, found);
    },
    append: async (entry) => {
      const locked = await lockHead();
      const existing = await secrets.find(keyName);
      const key = existing ?? (await makeKey(entry.atMs, locked));
      const found = existing === undefined ? await lockHead() : locked;
      const sound = found !== undefined && isSealed(key, found);
      // A missing or false head is left as it is, for `verify` to report; writing continues after the last entry.
      const last = sound ? { sequence: Number(found.sequence), hash: found.hash } : await lastEntry(db);
      const head = await write(db, { key, last, entry });
      if (sound) await moveHead(key, head);
      onHead(head);
    },
    head: async () => {
      const key = await secrets.find(keyName);
      const row = await db.selectFrom('audit_head').select(['sequence', 'hash', 'seal']).executeTakeFirst();
      if (key === undefined || row === undefined || !isSealed(key, row)) return undefined;
      return { sequence: Number(row.sequence), hash: row.hash };
    },
    verify: async () => verifyAuditLog({ db, key: await secrets.find(keyName), anchor }),
    list: (page) => list(db, page),
  };
}

async function lastEntry(db: Kysely<Tables>): Promise<AuditHead> {
  const row = await db
    .selectFrom('audit_log')
    .select(['sequence', 'hash'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined
    ? { sequence: 0, hash: genesis }
    : { sequence: Number(row.sequence), hash: row.hash };
}

interface Next {
  readonly key: Uint8Array;
  readonly last: AuditHead;
  readonly entry: AuditEntry;
}

async function write(db: Kysely<Tables>, { key, last, entry }: Next): Promise<AuditHead> {
  const sequence = last.sequence + 1;
  const hash = keyedHash(key, { previous: last.hash, sequence, entry });
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
      keyed: true,
    })
    .execute();
  return { sequence, hash };
}

async function list(
  db: Kysely<Tables>,
  { before, limit, text, filter = {} }: Parameters<AuditLog['list']>[0],
): ReturnType<AuditLog['list']> {
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
  return (await query.execute()).map(readAuditRow);
}

interface HeadRow {
  readonly sequence: string | number;
  readonly hash: string;
  readonly seal: string | null;
}

function isSealed(key: Uint8Array, { sequence, hash, seal }: HeadRow): boolean {
  return isEqualHash(seal, sealOfHead(key, Number(sequence), hash));
}
