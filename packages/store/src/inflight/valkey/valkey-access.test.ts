/** Access to the servers: certificates, and the user of the access control list in the operators' documentation. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@garance/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestAuthority } from '../../contract/test-authority.ts';
import { createValkeyServers, hasValkey, type ValkeyServers } from '../../contract/valkey-servers.ts';
import type { InflightStore } from '../contract.ts';
import { connectValkey, type ValkeyConnection, type ValkeyOptions } from './connection.ts';
import { createValkeyInflightStore } from './valkey.ts';

const gone = { code: 'store.unavailable' };
const entry = { grantId: 'g', value: 'v', ttlSeconds: 30, tombstoneSeconds: 90 };
const rules = readFileSync(
  new URL('../../../../../deploy/configuration/valkey-users.acl', import.meta.url),
  'utf8',
);

describe.skipIf(!hasValkey)('access to Valkey or Redis (skipped where there is no server program)', () => {
  let servers: ValkeyServers;
  const opened: ValkeyConnection[] = [];
  const connect = async (options: ValkeyOptions): Promise<ValkeyConnection> => {
    const connection = await connectValkey({ callTimeoutMs: 2_000, ...options });
    opened.push(connection);
    return connection;
  };
  const storeAt = async (options: ValkeyOptions): Promise<InflightStore> =>
    createValkeyInflightStore(await connect(options), { clock: systemClock });
  beforeAll(async () => {
    servers = await createValkeyServers();
  });
  afterAll(async () => {
    for (const connection of opened) await connection.close();
    await servers.stop();
  });

  describe('encrypted connections', () => {
    const authority = createTestAuthority('Authority of the servers');
    const clients = createTestAuthority('Authority of the clients');
    const ofServer = authority.issue('valkey', ['127.0.0.1']);
    const ofClient = clients.issue('hub');
    const elsewhere = authority.issue('valkey', ['10.0.0.1', 'valkey.example']);
    const clientTls = {
      ca: authority.certificate,
      clientCertificate: ofClient.certificate,
      clientKey: ofClient.key,
    };

    /** Settings of a server with this certificate on a separate port for TLS. */
    const encrypted = async (
      issued: typeof ofServer,
      { asksClients = false, more = [] }: { asksClients?: boolean; more?: readonly string[] } = {},
    ) => {
      const tlsPort = await servers.freePort();
      const files = { key: issued.key, cert: issued.certificate, ca: clients.certificate };
      for (const [name, pem] of Object.entries(files))
        await writeFile(join(servers.directory, `${tlsPort}.${name}`), pem);
      const at = (name: string) => join(servers.directory, `${tlsPort}.${name}`);
      const settings = [
        `tls-port ${tlsPort}`,
        `tls-cert-file ${at('cert')}`,
        `tls-key-file ${at('key')}`,
        `tls-ca-cert-file ${at('ca')}`,
        `tls-auth-clients ${asksClients ? 'yes' : 'no'}`,
        ...more,
      ];
      return { settings, tlsPort, at: { kind: 'single', host: '127.0.0.1', port: tlsPort } as const };
    };
    const start = async (...options: Parameters<typeof encrypted>) => {
      const { settings, at } = await encrypted(...options);
      await servers.start(settings);
      return at;
    };

    it('connect to a server of a trusted authority, and to no other', async () => {
      const at = await start(ofServer);
      const store = await storeAt({ ...at, tls: { ca: authority.certificate } });
      await store.putCode('c', entry);
      expect((await store.takeCode('c')).kind).toBe('taken');
      for (const tls of [{ ca: clients.certificate }, {}])
        await expect(connectValkey({ ...at, tls, callTimeoutMs: 500 })).rejects.toMatchObject(gone);
      await expect(connectValkey({ ...at, callTimeoutMs: 100 })).rejects.toMatchObject(gone);
    });
    it('are refused when the certificate is for another address', async () => {
      const at = await start(elsewhere);
      const refused = connectValkey({ ...at, tls: { ca: authority.certificate }, callTimeoutMs: 500 });
      await expect(refused).rejects.toMatchObject(gone);
    });
    it('present a certificate to a server that requires one', async () => {
      const at = await start(ofServer, { asksClients: true });
      const store = await storeAt({ ...at, tls: clientTls });
      expect((await store.countHit('h', 60)).count).toBe(1);
      const foreign = authority.issue('hub');
      const { ca } = clientTls;
      for (const tls of [{ ca }, { ca, clientCertificate: foreign.certificate, clientKey: foreign.key }])
        await expect(connectValkey({ ...at, tls, callTimeoutMs: 200 })).rejects.toMatchObject(gone);
    });
    it('lead to Sentinel and to the primary that it names, always with TLS', async () => {
      const ofPrimary = await encrypted(ofServer);
      const primary = await servers.start(ofPrimary.settings);
      const ofSentinel = await encrypted(ofServer, {
        more: ['tls-replication yes', `sentinel monitor garance 127.0.0.1 ${ofPrimary.tlsPort} 1`],
      });
      // Sentinel's own trust store: it verifies the primary by the authority of servers.
      await writeFile(join(servers.directory, `${ofSentinel.tlsPort}.ca`), authority.certificate);
      await servers.startSentinel(ofSentinel.settings);
      const at = {
        kind: 'sentinel',
        primaryName: 'garance',
        sentinels: [{ host: '127.0.0.1', port: ofSentinel.tlsPort }],
      } as const;
      const store = await storeAt({ ...at, tls: { ca: authority.certificate } });
      await store.putCode('c', entry);
      expect(await primary.command('DBSIZE')).toBe('1');
      for (const tls of [{ ca: clients.certificate }, undefined])
        await expect(connectValkey({ ...at, tls, callTimeoutMs: 200 })).rejects.toMatchObject(gone);
    });
  });

  describe('the user of the operators’ documentation', () => {
    const at = { kind: 'single', host: '127.0.0.1' } as const;
    const users = (file: string) => file.trim().split('\n');
    const [, account = ''] = users(rules);
    const as = { username: 'garance', password: 'choose-a-long-password', keyPrefix: 'plus-production:' };
    /** Every operation of a hub. */
    const useAll = async (store: InflightStore) => {
      const shares = [{ owner: 'o', fraction: 0.5 }];
      await store.createTransaction('t', { value: 'v', ttlSeconds: 60, shares });
      expect(await store.putTransaction('t', { value: 'w', expectedVersion: 1, ttlSeconds: 30 })).toBe(true);
      await store.createTransaction('u', { value: 'v', ttlSeconds: 60, shares });
      expect(await store.takeTransaction('t', 2)).toBe(true);
      const tooMany = [
        { owner: 'free', fraction: 1 },
        { owner: 'o', fraction: 1e-9 },
      ];
      const refused = await store
        .createTransaction('x', { value: 'v', ttlSeconds: 60, shares: tooMany })
        .catch((error) => error);
      if (refused.code !== 'store.share_used_up') throw refused;
      await store.putPushedRequest('r', { value: 'v', ttlSeconds: 60, shares });
      expect(await store.claimPushedRequest('r', { value: 'v', ttlSeconds: 60, shares })).toBe(true);
      await store.putCode('c', entry);
      expect((await store.takeCode('c')).kind).toBe('taken');
      expect(await store.takeAssertionId('client', 'jti', 60)).toBe(true);
      expect((await store.countHit('h', 60)).count).toBe(1);
      expect((await store.countHit('h', 60)).count).toBe(2);
      await store.epochSeconds();
      await store.ping();
      expect((await store.getTransaction('u'))?.value).toBe('v');
    };
    const startWith = async (line: string) => {
      const server = await servers.start([line]);
      return { ...at, ...as, port: server.port };
    };

    it('can run every operation of a hub, on keys of hubs only', async () => {
      const server = await startWith(account);
      await useAll(await storeAt(server));
      await expect(connectValkey({ ...server, password: 'other' })).rejects.toMatchObject(gone);
      const foreign = await storeAt({ ...server, keyPrefix: 'other:' });
      await expect(foreign.putCode('c', entry)).rejects.toMatchObject(gone);
      const connection = await connect(server);
      for (const [command, ...words] of [
        ['FLUSHALL'],
        ['KEYS', '*'],
        ['CONFIG', 'GET', '*'],
        ['SCAN', '0'],
      ]) {
        const source = `return redis.call('${[command, ...words].join("','")}')`;
        const call = { script: { source, sha: '0'.repeat(40) }, keys: ['x'] as const, args: [] };
        await expect(connection.run(call), command).rejects.toMatchObject(gone);
      }
    });
    it('cannot be used without its name: the default user is disabled', async () => {
      expect(users(rules)[0]).toBe('user default off');
      const line = [account, 'user admin on nopass ~* &* +@all', 'user default off'];
      const server = await servers.start(line, { username: 'admin', password: '' });
      const anonymous = connectValkey({ ...at, port: server.port, callTimeoutMs: 100 });
      await expect(anonymous).rejects.toMatchObject(gone);
      await useAll(await storeAt({ ...at, ...as, port: server.port }));
    });
    it('suffices for a cluster, and for waiting for replicas', async () => {
      const nodes = await servers.startCluster([account]);
      await useAll(await storeAt({ kind: 'cluster', nodes, ...as, waitReplicas: 1 }));
    });
    /** Needed for `WAIT`, for the client library's check that a server has loaded its data, and for clusters. */
    const elsewhere = ['+wait', '+info', '+cluster|slots', '+cluster|info'];
    it('has no command that is not needed', async () => {
      const granted = account.split(' ').filter((word) => word.startsWith('+'));
      const needed = granted.filter((word) => !elsewhere.includes(word));
      expect(needed.length).toBe(granted.length - elsewhere.length);
      const server = await servers.start([account]);
      for (const word of needed) {
        await server.command('FLUSHALL');
        await server.command('SCRIPT', 'FLUSH');
        await server.command('ACL', 'SETUSER', 'garance', word.replace('+', '-'));
        const store = await storeAt({ ...at, ...as, port: server.port });
        await expect(useAll(store), word).rejects.toMatchObject(gone);
        await server.command('ACL', 'SETUSER', 'garance', word);
      }
    });
  });
});
