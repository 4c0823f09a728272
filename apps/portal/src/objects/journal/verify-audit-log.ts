/** Walks the audit log from its first entry to its head, and compares it with the heads that were written elsewhere. */
import type { Kysely } from 'kysely';
import type { Tables } from '../schema.ts';
import type { AuditAnchor, AuditHead } from './audit-anchor.ts';
import { genesis, isEqualHash, keyedHash, sealOfHead, unkeyedHash } from './audit-chain.ts';
import { type AuditVerification, type ChainedAuditEntry, readAuditRow } from './audit-entry.ts';

interface VerifyInput {
  readonly db: Kysely<Tables>;
  /** Undefined when the database holds none. */
  readonly key: Uint8Array | undefined;
  readonly anchor: AuditAnchor | undefined;
}

const pageSize = 1000;

export async function verifyAuditLog(input: VerifyInput): Promise<AuditVerification> {
  const walked = await walk(input);
  if (walked.brokenAt !== undefined) return walked;
  const { entries } = walked;
  if (!(await fitsHead(input, walked.end))) return { entries, brokenAt: entries + 1, reason: 'head' };
  const differing = await findDifference(input);
  return differing === undefined ? { entries } : { entries, brokenAt: differing, reason: 'anchor' };
}

type Walked =
  | { readonly entries: number; readonly brokenAt: number; readonly reason: 'entry' }
  | { readonly entries: number; readonly brokenAt?: undefined; readonly end: AuditHead };

async function walk({ db, key }: VerifyInput): Promise<Walked> {
  let end: AuditHead = { sequence: 0, hash: genesis };
  let keyed = false;
  for (;;) {
    const rows = await db
      .selectFrom('audit_log')
      .selectAll()
      .where('sequence', '>', end.sequence)
      .orderBy('sequence')
      .limit(pageSize)
      .execute();
    if (rows.length === 0) return { entries: end.sequence, end };
    for (const row of rows) {
      const entry = readAuditRow(row);
      // Once a keyed entry exists, an unkeyed one after it was written without the key: it is refused.
      const allowed = row.keyed || !keyed;
      keyed ||= row.keyed;
      const expected = allowed ? hashOf(key, { ...end, entry, keyed: row.keyed }) : undefined;
      if (
        entry.sequence !== end.sequence + 1 ||
        expected === undefined ||
        !isEqualHash(entry.hash, expected)
      ) {
        return { entries: end.sequence, brokenAt: entry.sequence, reason: 'entry' };
      }
      end = { sequence: entry.sequence, hash: entry.hash };
    }
  }
}

interface Link extends AuditHead {
  readonly entry: ChainedAuditEntry;
  readonly keyed: boolean;
}

function hashOf(key: Uint8Array | undefined, { hash, entry, keyed }: Link): string | undefined {
  if (!keyed) return unkeyedHash(hash, entry.sequence, entry);
  return key && keyedHash(key, { previous: hash, sequence: entry.sequence, entry });
}

/** A log without key, without head, or with a head that was not sealed with the key, is broken. */
async function fitsHead({ db, key }: VerifyInput, { sequence, hash }: AuditHead): Promise<boolean> {
  const head = await db.selectFrom('audit_head').selectAll().executeTakeFirst();
  if (key === undefined || head === undefined) return false;
  return (
    Number(head.sequence) === sequence &&
    isEqualHash(head.hash, hash) &&
    isEqualHash(head.seal, sealOfHead(key, sequence, hash))
  );
}

/** Sequence number of the first head written elsewhere that the log does not hold; 0 when none was ever written. */
async function findDifference({ db, anchor }: VerifyInput): Promise<number | undefined> {
  if (anchor === undefined) return undefined;
  const differing: number[] = [];
  let count = 0;
  const compare = async (heads: readonly AuditHead[]): Promise<void> => {
    count += heads.length;
    const rows = await db
      .selectFrom('audit_log')
      .select(['sequence', 'hash'])
      .where('sequence', 'in', [...new Set(heads.map(({ sequence }) => sequence))])
      .execute();
    const hashes = new Map(rows.map(({ sequence, hash }) => [Number(sequence), hash]));
    const wrong = heads.filter(({ sequence, hash }) => !isEqualHash(hashes.get(sequence) ?? null, hash));
    if (wrong.length > 0) differing.push(Math.min(...wrong.map(({ sequence }) => sequence)));
  };
  let page: AuditHead[] = [];
  for await (const head of anchor.read()) {
    page.push(head);
    if (page.length < pageSize) continue;
    await compare(page);
    page = [];
  }
  if (page.length > 0) await compare(page);
  if (count === 0) return 0;
  return differing.length === 0 ? undefined : Math.min(...differing);
}
