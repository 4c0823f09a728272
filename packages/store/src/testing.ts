/** For tests and benchmarks of other packages: leased databases, dumps and query plans. */
export { dumpTables } from './contract/dump-tables.ts';
export { aDraft, aMail, aSignIn } from './contract/durable-fixtures.ts';
export { leaseDatabase, openLeasedStore } from './contract/leased-database.ts';
export { createTestDatabase, type TestDatabase, tryStatements } from './contract/postgres-database.ts';
export { hasPostgres, type PostgresServer, startPostgres } from './contract/postgres-servers.ts';
export { type ExplainedQuery, type WatchedConnection, watchQueries } from './contract/query-plans.ts';
export { countOpened, sealedValues } from './contract/sealed-values.ts';
export {
  createTestAuthority,
  type IssuedCertificate,
  type TestAuthority,
} from './contract/test-authority.ts';
export {
  embeddedDatabase,
  postgresServer,
  type TestDatabaseKind,
  testDatabases,
} from './contract/test-databases.ts';
export { createValkeyServers, hasValkey, until, type ValkeyServer } from './contract/valkey-servers.ts';
export { connectPglite } from './durable/connect-pglite.ts';
