/** One action: actor, action, object. No personal data beyond ids. */
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
  /** HMAC-SHA-256 over the previous hash and this entry, hexadecimal. */
  readonly hash: string;
}

/** Result of a verification of the log. */
export interface AuditVerification {
  /** Entries that hold, from the first on. */
  readonly entries: number;
  /** The first entry that does not fit; one more than there are when the end does not. */
  readonly brokenAt?: number;
  /**
   * `entry`: it was changed, removed or inserted. `head`: the head is missing, or the end was cut off. `anchor`: the log
   * is not the one whose heads were written outside the database (emptied, or an older copy put back).
   */
  readonly reason?: 'entry' | 'head' | 'anchor';
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

export function readAuditRow(row: Row): ChainedAuditEntry {
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
