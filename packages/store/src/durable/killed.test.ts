import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createManualClock } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { hubs } from '../contract/durable-bench.ts';
import { aHubKey } from '../contract/durable-fixtures.ts';
import { countOpened } from '../contract/sealed-values.ts';
import { withDirectory } from '../contract/temporary-directory.ts';
import { createVault } from '../vault.ts';
import { connectPglite } from './connect-pglite.ts';
import { hubMigrations } from './migrations/hub-migrations.ts';
import { buildDurableStore, openDurableStore } from './open-durable-store.ts';
import { resealColumns } from './reseal.ts';
import { hubSealedColumns } from './sealed-columns.ts';

const program = fileURLToPath(new URL('../contract/killed-process.ts', import.meta.url));
const resealProgram = fileURLToPath(new URL('../contract/killed-reseal.ts', import.meta.url));
const hex = (bytes: Buffer) => bytes.toString('hex');

describe('the embedded database of a process that was killed', () => {
  it('opens again with everything acknowledged, and repeats the claimed mail under its Message-ID', () =>
    withDirectory(async (parent) => {
      const directory = join(parent, 'database');
      const child = spawn(process.execPath, ['--conditions=garance-source', program, directory], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [messageId] = await once(createInterface(child.stdout), 'line');
      const clock = createManualClock(1_000_000);
      const vault = createVault(new Uint8Array(32).fill(5));
      const url = `pglite:${directory}`;
      await expect(openDurableStore({ url, vault, clock })).rejects.toMatchObject({
        code: 'store.directory_in_use',
        detail: expect.stringContaining(`process ${child.pid}`),
      });
      child.kill('SIGKILL');
      await once(child, 'exit');

      const store = await openDurableStore({ url, vault, clock });
      const registrations = await store.registrations.listPublished(hubs.standardIntegration);
      expect(registrations.map((registration) => registration.id)).toEqual(['survivor']);
      expect(await store.signIns.list('ab'.repeat(32), 'production', 10)).toHaveLength(1);
      expect(await store.outbox.claim(1, 60)).toEqual([]);
      clock.advance(60_000);
      expect((await store.outbox.claim(1, 60))[0]).toMatchObject({ messageId, attempt: 2 });
      await store.close();
    }));
});

describe('a change of the master key that was killed midway', () => {
  it('left everything readable with both keys, refuses the former alone, and is completed by the next run', () =>
    withDirectory(async (parent) => {
      const directory = join(parent, 'database');
      const url = `pglite:${directory}`;
      const clock = createManualClock(1_000_000);
      const [former, next] = [randomBytes(32), randomBytes(32)];
      const before = await openDurableStore({ url, vault: createVault(former), clock });
      for (let number = 0; number < 9; number += 1) {
        await before.hubKeys.insert(aHubKey(hubs.plusProduction, `kid-${number}`));
      }
      const keys = await before.hubKeys.list(hubs.plusProduction);
      await before.close();
      const args = ['--conditions=garance-source', resealProgram, directory, ...[next, former].map(hex)];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(createInterface(child.stdout), 'line');
      child.kill('SIGKILL');
      await once(child, 'exit');

      const connection = await connectPglite(directory, hubMigrations);
      // The master key's check value and two transactions with two keys each, but nothing of the next one.
      expect(await countOpened(connection, hubSealedColumns, next)).toEqual({ opened: 5, all: 10 });
      expect(await countOpened(connection, hubSealedColumns, former)).toEqual({ opened: 5, all: 10 });
      const vault = createVault(next, former);
      const both = buildDurableStore(connection, { vault, clock });
      expect(await both.hubKeys.list(hubs.plusProduction)).toEqual(keys);
      const resumed = await resealColumns({ db: connection.db, vault }, hubSealedColumns);
      expect(resumed.find(({ table }) => table === 'hub_key')).toMatchObject({ resealed: 5, current: 4 });
      expect(await countOpened(connection, hubSealedColumns, former)).toEqual({ opened: 0, all: 10 });
      await both.close();

      const alone = openDurableStore({ url, vault: createVault(former), clock });
      await expect(alone).rejects.toMatchObject({ code: 'store.wrong_master_key' });
      const after = await openDurableStore({ url, vault: createVault(next), clock });
      expect(await after.hubKeys.list(hubs.plusProduction)).toEqual(keys);
      await after.close();
    }));
});
