/** For tests and benches of other packages: databases of their own, and a look beneath the store. */
export { dumpTables } from './contract/dump-tables.ts';
export { openLeasedStore } from './contract/leased-database.ts';
export { type AskedQuery, type WatchedConnection, watchQueries } from './contract/query-plans.ts';
export {
  embeddedDatabase,
  postgresServer,
  type TestDatabaseKind,
  testDatabases,
} from './contract/test-databases.ts';
export { connectPglite } from './durable/connect-pglite.ts';
export type { DatabaseConnection } from './durable/connection.ts';
export { buildDurableStore } from './durable/open-durable-store.ts';
