import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** An open, migrated database, whichever it is. */
export interface DatabaseConnection {
  readonly db: Kysely<Tables>;
  /** Calls back on every configuration change made by anyone, and after each gap in which one may have been missed. */
  listen(onNotice: () => void): Promise<() => Promise<void>>;
  /** Others write to this database, so that a lost notice must be made good by looking. */
  readonly shared: boolean;
  close(): Promise<void>;
}

/** The channel of LISTEN/NOTIFY; its payload says nothing. */
export const configurationChannel = 'garance_configuration';
