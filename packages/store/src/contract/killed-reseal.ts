// Run by `durable/killed.test.ts` in its own process, which is then killed: reseals the embedded database, two rows at
// a time, and stops after the third transaction, between two of them.

import { systemClock } from '@garance/core';
import { connectPglite } from '../durable/connect-pglite.ts';
import { hubMigrations } from '../durable/migrations/hub-migrations.ts';
import { buildDurableStore } from '../durable/open-durable-store.ts';
import { resealColumns } from '../durable/reseal.ts';
import { hubSealedColumns } from '../durable/sealed-columns.ts';
import { createVault } from '../vault.ts';

const [directory = '', next = '', former = ''] = process.argv.slice(2);
const vault = createVault(Buffer.from(next, 'hex'), Buffer.from(former, 'hex'));
const connection = await connectPglite(directory, hubMigrations);
buildDurableStore(connection, { vault, clock: systemClock });
let transactions = 0;
await resealColumns(
  {
    db: connection.db,
    vault,
    batch: 2,
    onBatch: async () => {
      transactions += 1;
      if (transactions < 3) return;
      process.stdout.write('in the middle\n');
      setInterval(() => {}, 1_000_000);
      await new Promise(() => {});
    },
  },
  hubSealedColumns,
);
