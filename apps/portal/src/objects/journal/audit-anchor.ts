/** The end of the audit log at a moment. */
export interface AuditHead {
  readonly sequence: number;
  /** Of the entry of that sequence number. */
  readonly hash: string;
}

/**
 * Where heads of the audit log are written outside the database, at each entry and after its commit: an older copy of the
 * database that is put back, or one that was emptied, does not fit them.
 */
export interface AuditAnchor {
  /** Resolves when the heads will survive a crash. */
  record(heads: readonly AuditHead[]): Promise<void>;
  /** Every head ever recorded, in any order. */
  read(): AsyncIterable<AuditHead>;
}
