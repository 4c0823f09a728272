import { Kysely, PostgresDialect } from 'kysely';
import type { ClientConfig, PoolConfig } from 'pg';
import { configurationChannel, type DatabaseConnection } from './connection.ts';
import type { StoreLogger } from './contract.ts';
import { type Migrations, migrate } from './migrations/migrate.ts';
import { createPostgresListener } from './postgres-listener.ts';
import type { Tables } from './schema.ts';

export interface PostgresOptions {
  readonly url: string;
  readonly migrations: Migrations;
  readonly logger: StoreLogger;
  readonly maxConnections: number;
}

/** Bounds after which a database that has gone silent is an error rather than a wait (security.md, faults 2). */
const connectTimeoutMs = 3_000;
const statementTimeoutMs = 10_000;

/** PostgreSQL 15 or newer, by a pool; one more connection listens. */
export async function connectPostgres(options: PostgresOptions): Promise<DatabaseConnection> {
  const { default: pg } = await import('pg');
  const base: ClientConfig = {
    connectionString: options.url,
    application_name: 'garance',
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
  };
  const connect = (config: PoolConfig): Kysely<Tables> => {
    const pool = new pg.Pool({ ...base, ...config });
    // A connection that breaks fails the query it was running, if any, and is replaced at the next use. Its error is
    // told a second time to the pool (idle) or to the client (in use); unheard there, it would end the process.
    const onError = (error: Error): void =>
      options.logger.warn({ reason: error.message }, 'database connection lost');
    pool.on('error', onError);
    pool.on('connect', (client) => client.on('error', onError));
    return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  };

  // Without a statement timeout: another node may hold the advisory lock for as long as its migration takes.
  const migrating = connect({ max: 2 });
  try {
    await migrate(migrating, options.migrations);
  } finally {
    await migrating.destroy();
  }

  const db = connect({
    max: options.maxConnections,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + 2_000,
  });
  return {
    db,
    shared: true,
    listen: (onNotice) =>
      createPostgresListener({
        connect: () => new pg.Client(base),
        channel: configurationChannel,
        onNotice,
        logger: options.logger,
      }),
    close: () => db.destroy(),
  };
}
