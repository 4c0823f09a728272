import { createManualClock } from '@garance/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectPostgres } from '../durable/connect-postgres.ts';
import type { DurableStore } from '../durable/contract.ts';
import { hubMigrations } from '../durable/migrations/hub-migrations.ts';
import { openDurableStore } from '../durable/open-durable-store.ts';
import type { Vault } from '../vault.ts';
import { createSignal, hubs } from './durable-bench.ts';
import { aDraft, aHubKey, aMail, aProvider } from './durable-fixtures.ts';
import type { TestDatabase } from './postgres-database.ts';

const killSessions = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and application_name = 'garance'`;

/** Retries a query after connections were cut: each connection of the pool may fail once before it is replaced. */
async function afterCut<T>(connections: number, query: () => Promise<T>): Promise<T> {
  for (let attempt = 0; attempt < connections; attempt += 1) {
    try {
      return await query();
    } catch {
      // The next attempt uses another connection.
    }
  }
  return query();
}

/** Contract of several nodes on one PostgreSQL: changes, migrations and claims of one are seen by the others. */
export function describeNodes(create: () => Promise<TestDatabase>, vault: Vault): void {
  describe('several nodes on one PostgreSQL', () => {
    const clock = createManualClock(1_000_000);
    const maxConnections = 3;
    const nodes: DurableStore[] = [];
    let database: TestDatabase | undefined;
    const node = (index: number): DurableStore => {
      const found = nodes[index];
      if (found === undefined) throw new Error('the node is not open');
      return found;
    };
    const outsider = (statement: string) => database?.run(statement);
    beforeAll(async () => {
      const made = await create();
      database = made;
      const open = () => openDurableStore({ url: made.url, vault, clock, pollMs: 20, maxConnections });
      nodes.push(...(await Promise.all(Array.from({ length: 6 }, open))));
    });
    afterAll(async () => {
      await Promise.all(nodes.map((node) => node.close()));
    });

    it('start at the same time on an empty database: one migrates, the others wait', async () => {
      for (const node of nodes) expect(await node.changes.revision()).toBe(0);
    });
    it('claim disjoint mails', async () => {
      const ids = Array.from({ length: 60 }, (_, index) => `mail-${index}`);
      for (const id of ids) await node(0).outbox.enqueue(aMail(id, clock.now() + 3_600_000));
      const claims = await Promise.all(
        nodes.flatMap((node) => [node, node]).map((node) => node.outbox.claim(5, 60)),
      );
      const claimed = claims.flat().map((mail) => mail.id);
      expect(claimed.length).toBeGreaterThan(0);
      expect(new Set(claimed).size).toBe(claimed.length);
      const rest = (await node(1).outbox.claim(100, 60)).map((mail) => mail.id);
      expect([...claimed, ...rest].sort()).toEqual([...ids].sort());
    });
    it('do not wait for a mail that another node has claimed', async () => {
      for (const id of ['held', 'free']) await node(0).outbox.enqueue(aMail(id, clock.now() + 3_600_000));
      const claimed = await database?.during(`select 1 from outbox_mail where id = 'held' for update`, () =>
        node(1).outbox.claim(100, 60),
      );
      expect(claimed?.map((mail) => mail.id)).toEqual(['free']);
    });
    it('run exclusive work on one node only: the others are told at once', async () => {
      const begun = Promise.withResolvers<void>();
      const ends = Promise.withResolvers<void>();
      const first = node(0).exclusively('job', async () => {
        begun.resolve();
        await ends.promise;
      });
      await begun.promise;
      let times = 0;
      const count = async () => {
        times += 1;
      };
      expect(await node(1).exclusively('job', count)).toBe(false);
      expect(await node(1).exclusively('another job', count)).toBe(true);
      ends.resolve();
      expect(await first).toBe(true);
      expect(await node(1).exclusively('job', count)).toBe(true);
      expect(times).toBe(2);
      const failing = node(0).exclusively('job', () => Promise.reject(new Error('failed')));
      await expect(failing).rejects.toThrow('failed');
      expect(await node(1).exclusively('job', count)).toBe(true);
    });
    it('that may not change tables refuse a schema that is not theirs', async () => {
      const settings = { vault, clock, schema: 'check', maxConnections: 1 } as const;
      const url = database?.url ?? '';
      const same = await openDurableStore({ ...settings, url });
      await same.close();
      const empty = await create();
      const [first = ''] = Object.keys(hubMigrations).sort();
      const refusal = { code: 'store.schema_unknown', detail: `lacks ${first}` };
      await expect(openDurableStore({ ...settings, url: empty.url })).rejects.toMatchObject(refusal);
      const newer = { ...hubMigrations, '9999-later': { up: async () => {} } };
      await expect(openDurableStore({ ...settings, url, migrations: newer })).rejects.toMatchObject({
        detail: 'lacks 9999-later',
      });
    });
    it('agree on secrets and first keys created at the same time', async () => {
      const secrets = await Promise.all(
        nodes.map((node, index) =>
          node.secrets.getOrCreate('subject-key', () => new Uint8Array(32).fill(index)),
        ),
      );
      expect(new Set(secrets.map((secret) => Buffer.from(secret).toString('hex'))).size).toBe(1);
      const won = await Promise.all(
        nodes.map((node, index) => node.hubKeys.insertFirst(aHubKey(hubs.plusProduction, `kid-${index}`))),
      );
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await node(0).hubKeys.list(hubs.plusProduction)).toHaveLength(1);
    });
    it('publish the same registration at the same time: each publication has its version', async () => {
      const published = await Promise.all(
        nodes.map((node) => node.registrations.publish(aDraft({ id: 'shared' }))),
      );
      expect(published.map((registration) => registration.version).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    });
    it('notice each other’s changes, also after their connections were cut', async () => {
      const signal = createSignal();
      const end = await node(1).changes.subscribe(signal.fire);
      await node(0).providers.put(aProvider({ id: 'heard' }));
      await signal.next();
      await outsider(killSessions);
      await afterCut(maxConnections, () => node(0).providers.put(aProvider({ id: 'heard-again' })));
      await signal.next();
      expect(
        (await node(1).providers.list(hubs.standardIntegration)).map((provider) => provider.id),
      ).toContain('heard-again');
      await end();
    });
    it('count the return of a listening connection as a notice, since those of the gap are lost', async () => {
      const signal = createSignal();
      const silent = { warn: () => {}, error: () => {} };
      const connection = await connectPostgres({
        url: database?.url ?? '',
        migrations: hubMigrations,
        logger: silent,
        maxConnections: 1,
      });
      const end = await connection.listen(signal.fire);
      await outsider(killSessions);
      await signal.next();
      await end();
      await connection.close();
    });
    it('find a change by polling when its notice was lost', async () => {
      const signal = createSignal();
      const end = await node(2).changes.subscribe(signal.fire);
      await outsider('update configuration_revision set revision = revision + 1');
      await signal.next();
      await end();
    });
    it('survive the loss of idle connections', async () => {
      await Promise.all(nodes.map((node) => node.ping()));
      await outsider(killSessions);
      for (const node of nodes) await afterCut(maxConnections, node.ping);
      await expect(node(0).ping()).resolves.toBeUndefined();
    });
  });
}
