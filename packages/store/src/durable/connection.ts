import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** An open, migrated database, PostgreSQL or PGlite. */
export interface DatabaseConnection {
  readonly db: Kysely<Tables>;
  /** Calls back at every configuration change of any process, and after each interruption in which one may have been missed. */
  listen(onNotice: () => void): Promise<() => Promise<void>>;
  /** Whether other processes write to this database: polling must then make up for lost notices. */
  readonly shared: boolean;
  /** A copy of the embedded database at one moment, while it is used: an archive for `restoreEmbeddedDatabase`. */
  readonly copy?: () => Promise<Uint8Array>;
  close(): Promise<void>;
}

/** The channel of LISTEN/NOTIFY; notices have no payload. */
export const configurationChannel = 'garance_configuration';
