import { createManualClock, systemClock } from '@garance/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inflightContract } from '../../contract/inflight-contract.ts';
import {
  createValkeyServers,
  hasReplica,
  hasValkey,
  isReplicated,
  until,
  type ValkeyServer,
  type ValkeyServers,
} from '../../contract/valkey-servers.ts';
import type { InflightStore } from '../contract.ts';
import { hashId } from '../hash-id.ts';
import { connectValkey, type ValkeyConnection, type ValkeyOptions } from './connection.ts';
import { createValkeyInflightStore } from './valkey.ts';

const kinds = ['one server', 'a cluster', 'a primary found by Sentinel'] as const;
const gone = { code: 'store.unavailable' };
const entry = { grantId: 'g', value: 'v', ttlSeconds: 30, tombstoneSeconds: 90 };

describe.skipIf(!hasValkey)(
  'in-flight data on Valkey or Redis (skipped where there is no server program)',
  () => {
    let servers: ValkeyServers;
    const opened: ValkeyConnection[] = [];
    const connect = async (options: ValkeyOptions): Promise<ValkeyConnection> => {
      const connection = await connectValkey(options);
      opened.push(connection);
      return connection;
    };
    beforeAll(async () => {
      servers = await createValkeyServers();
    });
    afterAll(async () => {
      for (const connection of opened) await connection.close();
      await servers.stop();
    });
    const single = async (settings: readonly string[] = [], options: Partial<ValkeyOptions> = {}) => {
      const server = await servers.start(settings);
      const connection = await connect({ ...options, kind: 'single', host: server.host, port: server.port });
      return { server, connection, store: createValkeyInflightStore(connection, { clock: systemClock }) };
    };

    const open: Readonly<Record<(typeof kinds)[number], () => Promise<ValkeyConnection>>> = {
      'one server': async () => (await single()).connection,
      'a cluster': async () =>
        connect({ kind: 'cluster', nodes: await servers.startCluster(), callTimeoutMs: 2_000 }),
      'a primary found by Sentinel': async () => {
        const { sentinels } = await servers.startSentinels();
        return connect({
          kind: 'sentinel',
          primaryName: 'garance',
          sentinels,
          waitReplicas: 1,
          callTimeoutMs: 2_000,
        });
      },
    };
    for (const kind of kinds) {
      inflightContract(kind, async (clock) => createValkeyInflightStore(await open[kind](), { clock }));
    }

    describe('two hubs on one server', () => {
      it('have separate entries under the same names', async () => {
        const { server } = await single();
        const at = { kind: 'single', host: server.host, port: server.port } as const;
        const [a, b] = await Promise.all(
          ['a:', 'b:'].map(async (keyPrefix) =>
            createValkeyInflightStore(await connect({ ...at, keyPrefix }), { clock: systemClock }),
          ),
        );
        await a?.createTransaction('t', {
          value: 'of a',
          ttlSeconds: 60,
          shares: [{ owner: 'o', fraction: 0.5 }],
        });
        expect(await b?.getTransaction('t')).toBeUndefined();
        expect((await a?.getTransaction('t'))?.value).toBe('of a');
        await a?.putCode('c', entry);
        expect((await b?.takeCode('c'))?.kind).toBe('unknown');
        expect((await a?.takeCode('c'))?.kind).toBe('taken');
        expect(await a?.takeAssertionId('client', 'jti', 60)).toBe(true);
        expect(await b?.takeAssertionId('client', 'jti', 60)).toBe(true);
        const keys = (await server.command('KEYS', '*')).split(/[\n,]/);
        expect(keys.every((key) => key === '' || /^[ab]:/.test(key))).toBe(true);
      });
    });

    describe('data on a server', () => {
      it('has no id, address or owner in clear, and expires by itself', async () => {
        const { server, store } = await single();
        const shares = [{ owner: '192.0.2.1', fraction: 0.5 }];
        await store.createTransaction('transaction-id', { value: 'sealed', ttlSeconds: 60, shares });
        await store.putCode('the-code', entry);
        await store.countHit('address:192.0.2.1', 60);
        await store.takeAssertionId('client-id', 'the-jti', 60);
        const keys = (await server.command('KEYS', '*')).split(',');
        expect(keys).toHaveLength(5);
        const dump: string[] = [];
        for (const key of keys) {
          dump.push(key, await server.command('HGETALL', key));
          expect(Number(await server.command('PTTL', key)), key).toBeGreaterThan(0);
        }
        expect(dump.join('\n')).not.toMatch(/transaction-id|the-code|192\.0\.2|client-id|the-jti/);
      });
      it('has one slot for each operation: a code and its tombstone share theirs', async () => {
        const { server, store } = await single();
        await store.putCode('c', entry);
        await store.takeCode('c');
        const [key = ''] = (await server.command('KEYS', '*')).split(',');
        expect(key).toBe(`redeemedCode:{${hashId('code', 'c')}}`);
      });
    });

    describe('attack 25: the share of one owner', () => {
      const clock = createManualClock(1_800_000_000_000);
      let connection: ValkeyConnection;
      let store: InflightStore;
      const share = (owner: string) => [{ owner, fraction: 0.5 }];
      beforeAll(async () => {
        ({ connection } = await single());
        store = createValkeyInflightStore(connection, { clock, maxEntries: 6, maxCharacters: 100 });
      });

      it('refuses its next entry, stores nothing of it, and does not affect others', async () => {
        for (const id of ['a', 'b', 'c'])
          await store.createTransaction(id, { value: id, ttlSeconds: 60, shares: share('one') });
        const next = store.createTransaction('d', { value: 'd', ttlSeconds: 60, shares: share('one') });
        await expect(next).rejects.toMatchObject({ code: 'store.share_used_up' });
        expect(await store.getTransaction('d')).toBeUndefined();
        await store.createTransaction('e', { value: 'e', ttlSeconds: 60, shares: share('other') });
        await store.putUpstreamState('f', { value: 'f', ttlSeconds: 60, shares: share('one') });
      });
      it('has space again when entries are taken, moved or expire', async () => {
        expect(await store.takeTransaction('a', 1)).toBe(true);
        await until(async () => {
          try {
            await store.createTransaction('d', { value: 'd', ttlSeconds: 60, shares: share('one') });
            return true;
          } catch {
            return undefined;
          }
        });
        await store.replaceTransaction({ oldId: 'b', newId: 'b2', value: 'b', expectedVersion: 1 });
        const full = store.createTransaction('x', { value: 'x', ttlSeconds: 60, shares: share('one') });
        await expect(full).rejects.toMatchObject({ code: 'store.share_used_up' });
        clock.advance(90_001);
        for (const id of ['g', 'h', 'i'])
          await store.createTransaction(id, { value: id, ttlSeconds: 60, shares: share('one') });
      });
      it('counts characters, and lets an owner without entries begin one login', async () => {
        await store.putPushedRequest('long', {
          value: 'x'.repeat(90),
          ttlSeconds: 60,
          shares: share('client'),
        });
        const next = store.putPushedRequest('more', { value: 'x', ttlSeconds: 60, shares: share('client') });
        await expect(next).rejects.toMatchObject({ code: 'store.share_used_up' });
      });
      it('moves from the client that pushed a request to its first visitor', async () => {
        expect(
          await store.claimPushedRequest('long', {
            value: 'x'.repeat(90),
            ttlSeconds: 60,
            shares: share('visitor'),
          }),
        ).toBe(true);
        await until(async () => {
          try {
            await store.putPushedRequest('again', {
              value: 'x'.repeat(20),
              ttlSeconds: 60,
              shares: share('client'),
            });
            return true;
          } catch {
            return undefined;
          }
        });
        const visitor = store.putPushedRequest('v', { value: 'x', ttlSeconds: 60, shares: share('visitor') });
        await expect(visitor).rejects.toMatchObject({ code: 'store.share_used_up' });
      });
      it('is not exceeded by fifty concurrent calls', async () => {
        const outcomes = await Promise.allSettled(
          Array.from({ length: 50 }, (_, index) =>
            store.createTransaction(`p-${index}`, { value: 'p', ttlSeconds: 60, shares: share('flood') }),
          ),
        );
        expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
      });
    });

    describe('a server whose memory is used up', () => {
      it('refuses new logins as full, ends running ones, and evicts nothing', async () => {
        const { server, store } = await single(['maxmemory-policy noeviction']);
        await store.putCode('c', entry);
        await store.createTransaction('t', { value: 'v', ttlSeconds: 60 });
        await server.command('CONFIG', 'SET', 'maxmemory', '1');
        const full = { code: 'store.inflight_full' };
        await expect(store.createTransaction('n', { value: 'v', ttlSeconds: 60 })).rejects.toMatchObject(
          full,
        );
        await expect(store.takeAssertionId('client', 'jti', 60)).rejects.toMatchObject(full);
        await expect(store.putLogoutRecord('l', { value: 'v', ttlSeconds: 60 })).resolves.toBeUndefined();
        expect(await store.putTransaction('t', { value: 'w', expectedVersion: 1 })).toBe(true);
        expect((await store.takeCode('c')).kind).toBe('taken');
        expect((await store.takeCode('c')).kind).toBe('replayed');
        await store.revokeGrant('g', 60);
      });
      it('completes the login of a pushed request that is visited now, and keeps its owner', async () => {
        const { server, store } = await single(['maxmemory-policy noeviction']);
        const shares = (owner: string) => [{ owner, fraction: 0.5 }];
        const request = { value: 'v', ttlSeconds: 60 };
        await store.putPushedRequest('r', { ...request, shares: shares('client') });
        await store.createTransaction('t', { ...request, shares: shares('visitor') });
        await server.command('CONFIG', 'SET', 'maxmemory', '1');
        expect(await store.claimPushedRequest('r', { ...request, shares: shares('visitor') })).toBe(true);
        expect(await store.claimPushedRequest('r', { ...request, shares: shares('visitor') })).toBe(false);
        expect(await store.getPushedRequest('r')).toEqual({ value: 'v', claimed: true });
        const moved = { oldId: 't', newId: 't2', value: 'w', expectedVersion: 1 };
        expect(await store.replaceTransaction(moved)).toBe(true);
        expect(await store.getTransaction('t2')).toEqual({ value: 'w', version: 1 });
        await store.putCode('c', entry);
        expect(await store.putAccessToken('a', { grantId: 'g', value: 'v', ttlSeconds: 60 })).toBe(true);
        const next = { ...request, shares: shares('visitor') };
        await expect(store.putPushedRequest('r2', next)).rejects.toMatchObject({
          code: 'store.inflight_full',
        });
      });
    });

    describe('faults 1: a server that is unreachable', () => {
      it('is reported at once, and used again when it is back', async () => {
        const { server, store } = await single([], { callTimeoutMs: 300 });
        await store.createTransaction('t', { value: 'v', ttlSeconds: 60 });
        server.kill('SIGSTOP');
        await expect(store.getTransaction('t')).rejects.toMatchObject(gone);
        server.kill('SIGCONT');
        expect(await until(() => store.getTransaction('t').catch(() => undefined))).toMatchObject({
          value: 'v',
        });
        server.kill('SIGKILL');
        await server.exited;
        await expect(store.getTransaction('t')).rejects.toMatchObject(gone);
        await expect(store.ping()).rejects.toMatchObject(gone);
      });
      it('is an error at the start, too', async () => {
        const { server } = await single();
        server.kill('SIGKILL');
        await server.exited;
        const options = { kind: 'single', host: server.host, port: server.port, callTimeoutMs: 100 } as const;
        await expect(connectValkey(options)).rejects.toMatchObject(gone);
      });
      it('that became a replica, or loads its data, gives the same error', async () => {
        const { server, store } = await single();
        await server.command('REPLICAOF', '127.0.0.1', '1');
        await expect(store.createTransaction('t', { value: 'v', ttlSeconds: 60 })).rejects.toMatchObject(
          gone,
        );
        await server.command('REPLICAOF', 'NO', 'ONE');
        const create = () => store.createTransaction('t', { value: 'v', ttlSeconds: 60 }).then(() => true);
        expect(await until(() => create().catch(() => undefined))).toBe(true);
        await server.command('SCRIPT', 'FLUSH');
        expect(await store.putTransaction('t', { value: 'w', expectedVersion: 1 })).toBe(true);
      });
    });

    describe('asynchronous replication', () => {
      const pair = async (waitReplicas: number) => {
        const { server: primary, store } = await single([], { waitReplicas, callTimeoutMs: 500 });
        const replica = await servers.start([`replicaof ${primary.host} ${primary.port}`]);
        await until(async () => (await hasReplica(primary)) || undefined);
        await store.putCode('c', entry);
        await until(async () => /code:/.test(await replica.command('KEYS', '*')) || undefined);
        // From here on nothing reaches the replica, which the primary does not know yet.
        await primary.command('CONFIG', 'SET', 'requirepass', 'cut');
        replica.kill('SIGSTOP');
        return { primary, replica, store };
      };
      const promote = async ({ primary, replica }: { primary: ValkeyServer; replica: ValkeyServer }) => {
        primary.kill('SIGKILL');
        await primary.exited;
        replica.kill('SIGCONT');
        await replica.command('REPLICAOF', 'NO', 'ONE');
        const connection = await connect({ kind: 'single', host: replica.host, port: replica.port });
        return createValkeyInflightStore(connection, { clock: systemClock });
      };

      it('with `waitReplicas`, does not redeem a code whose removal no replica has acknowledged', async () => {
        const { primary, replica, store } = await pair(1);
        await expect(store.takeCode('c')).rejects.toMatchObject({ ...gone, detail: 'replicas' });
        const after = await promote({ primary, replica });
        const outcomes = [await after.takeCode('c'), await after.takeCode('c')];
        expect(outcomes.filter(({ kind }) => kind === 'taken').length).toBeLessThanOrEqual(1);
      });
      it('keeps a code taken that a replica saw taken, when that replica is promoted', async () => {
        const { server: primary, store } = await single([], { waitReplicas: 1, callTimeoutMs: 2_000 });
        const replica = await servers.start([`replicaof ${primary.host} ${primary.port}`]);
        await until(async () => (await hasReplica(primary)) || undefined);
        await store.putCode('c', entry);
        expect((await store.takeCode('c')).kind).toBe('taken');
        const after = await promote({ primary, replica });
        expect(await after.takeCode('c')).toEqual({ kind: 'replayed', grantId: 'g' });
      });
    });

    describe('a failover', { timeout: 180_000 }, () => {
      it('of one primary of a cluster succeeds: its replica answers', async () => {
        const cluster = await servers.startCluster();
        // Without `waitReplicas`: the shard has lost its only replica and would refuse until it has another.
        const options = { kind: 'cluster', nodes: cluster, callTimeoutMs: 2_000 } as const;
        const store = createValkeyInflightStore(await connect(options), { clock: systemClock });
        const codes = Array.from({ length: 30 }, (_, index) => `code-${index}`);
        for (const code of codes)
          await store.putCode(code, { ...entry, ttlSeconds: 300, tombstoneSeconds: 300 });
        for (const code of codes.slice(0, 15)) expect((await store.takeCode(code)).kind).toBe('taken');
        // The rest tests the client and the failover; a replica that lacks data is tested above.
        for (const primary of cluster.slice(0, 3)) {
          await until(async () => (await isReplicated(primary)) || undefined);
        }
        cluster[0]?.kill('SIGKILL');
        const take = (code: string) => until(() => store.takeCode(code).catch(() => undefined));
        for (const code of codes.slice(0, 15)) expect((await take(code)).kind, code).toBe('replayed');
        const late: string[] = [];
        for (const code of codes.slice(15)) late.push((await take(code)).kind);
        // The failing primary may have taken the code at a first try that no replica acknowledged: the code is used up
        // then, but was never redeemed.
        expect(late.every((kind) => kind === 'taken' || kind === 'replayed')).toBe(true);
      });
      it('by Sentinel succeeds: the new primary answers', async () => {
        const { primary, sentinels } = await servers.startSentinels();
        const options = { kind: 'sentinel', primaryName: 'garance', sentinels, waitReplicas: 1 } as const;
        const store = createValkeyInflightStore(await connect(options), { clock: systemClock });
        await store.putCode('c', { ...entry, ttlSeconds: 300, tombstoneSeconds: 300 });
        expect((await store.takeCode('c')).kind).toBe('taken');
        primary.kill('SIGKILL');
        const state = await until(() => store.codeState('c').catch(() => undefined));
        expect(state).toBe('redeemed');
      });
    });
  },
);
