import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createManualClock } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { hubs } from '../contract/durable-bench.ts';
import { withDirectory } from '../contract/temporary-directory.ts';
import { createVault } from '../vault.ts';
import { openDurableStore } from './open-durable-store.ts';

const program = fileURLToPath(new URL('../contract/killed-process.ts', import.meta.url));

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
      expect(registrations.map((one) => one.id)).toEqual(['survivor']);
      expect(await store.signIns.list('ab'.repeat(32), 'production', 10)).toHaveLength(1);
      expect(await store.outbox.claim(1, 60)).toEqual([]);
      clock.advance(60_000);
      expect((await store.outbox.claim(1, 60))[0]).toMatchObject({ messageId, attempt: 2 });
      await store.close();
    }));
});
