/** For tests and benches of other packages: databases of their own, and a look beneath the store. */
export { dumpTables } from './contract/dump-tables.ts';
export { aDraft, aMail, aSignIn } from './contract/durable-fixtures.ts';
export { leaseDatabase, openLeasedStore } from './contract/leased-database.ts';
export { type AskedQuery, type WatchedConnection, watchQueries } from './contract/query-plans.ts';
export {
  embeddedDatabase,
  postgresServer,
  type TestDatabaseKind,
  testDatabases,
} from './contract/test-databases.ts';
export { connectPglite } from './durable/connect-pglite.ts';
