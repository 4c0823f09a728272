import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createManualClock } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { describeBelievedOnRead } from '../contract/believed-on-read.ts';
import { hubs } from '../contract/durable-bench.ts';
import { durableContract } from '../contract/durable-contract.ts';
import { aDraft } from '../contract/durable-fixtures.ts';
import { leaseDatabase, openLeasedStore } from '../contract/leased-database.ts';
import { describeResealing } from '../contract/reseal-contract.ts';
import { describeSecretsAtRest, findPlanted, plantSecrets } from '../contract/secrets-at-rest.ts';
import { withDirectory } from '../contract/temporary-directory.ts';
import { createVault } from '../vault.ts';
import { openDurableStore } from './open-durable-store.ts';

const vault = createVault(new Uint8Array(32).fill(1));
const clock = createManualClock(1_000_000);

durableContract('PGlite in memory', (time) => openLeasedStore({ vault, clock: time }));
describeSecretsAtRest('PGlite', leaseDatabase);
describeBelievedOnRead('PGlite', leaseDatabase);
describeResealing('PGlite', leaseDatabase, false);

const readAll = async (directory: string): Promise<Buffer> => {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Buffer.concat(await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name)))));
};

describe('the embedded database on disk', () => {
  it('keeps its data, readable by its owner only, and no planted secret in any of its files', () =>
    withDirectory(async (parent) => {
      const directory = join(parent, 'var', 'database');
      const url = `pglite:${directory}`;
      const first = await openDurableStore({ url, vault, clock });
      await plantSecrets(first, clock.now());
      await expect(openDurableStore({ url, vault, clock })).rejects.toMatchObject({
        code: 'store.directory_in_use',
        detail: expect.stringContaining(`${directory} is used by process ${process.pid}`),
      });
      await first.close();
      const otherVault = createVault(randomBytes(32));
      await expect(openDurableStore({ url, vault: otherVault, clock })).rejects.toMatchObject({
        code: 'store.wrong_master_key',
      });
      const second = await openDurableStore({ url, vault, clock });
      expect(await second.registrations.listPublished(hubs.standardIntegration)).toHaveLength(1);
      await second.close();
      expect((await stat(directory)).mode & 0o077).toBe(0);
      expect(await readdir(join(parent, 'var'))).toEqual(['database']);
      const files = await readAll(directory);
      expect(files.includes('client-of-witness')).toBe(true);
      expect(findPlanted(files)).toEqual([]);
    }));
  it('is created again after an interrupted creation, and never over foreign files', () =>
    withDirectory(async (parent) => {
      const directory = join(parent, 'database');
      await mkdir(directory);
      await writeFile(join(directory, 'PG_VERSION'), '18\n');
      await writeFile(`${directory}.creating`, '');
      const store = await openDurableStore({ url: `pglite:${directory}`, vault, clock });
      await store.registrations.publish(aDraft({ id: 'r' }));
      await store.close();
      expect(await readdir(parent)).toEqual(['database']);

      const foreign = join(parent, 'foreign');
      await mkdir(foreign);
      await writeFile(join(foreign, 'letter.txt'), 'dear');
      const attempt = openDurableStore({ url: `pglite:${foreign}`, vault, clock });
      await expect(attempt).rejects.toMatchObject({ code: 'store.directory_foreign', detail: foreign });
      expect(await readFile(join(foreign, 'letter.txt'), 'utf8')).toBe('dear');
      expect(await readdir(parent)).not.toContain('foreign.lock');
    }));
  it('of an address of another kind is refused', async () => {
    for (const url of ['mysql://localhost', 'file:/tmp/x', '', 'http://localhost']) {
      await expect(openDurableStore({ url, vault, clock })).rejects.toMatchObject({
        code: 'store.url_not_supported',
      });
    }
  });
});
