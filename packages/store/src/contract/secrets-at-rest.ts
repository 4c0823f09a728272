import { randomBytes } from 'node:crypto';
import { createManualClock } from '@garance/core';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatabaseConnection } from '../durable/connection.ts';
import type { DurableStore } from '../durable/contract.ts';
import { buildDurableStore } from '../durable/open-durable-store.ts';
import { createVault } from '../vault.ts';
import { dumpTables } from './dump-tables.ts';
import { hubs } from './durable-bench.ts';
import { aDraft, aHubKey, aMail, aProvider } from './durable-fixtures.ts';

/** Plaintexts that must not be stored anywhere, each long enough to be recognised with certainty. */
export const planted = {
  clientSecret: 'planted-client-secret-4f9d2c',
  privateKey: 'planted-private-key-8a1b7e',
  subjectKey: 'planted-subject-key-05c3d1',
  address: 'planted.person@address.example',
  mailSubject: 'planted subject of a mail',
  mailText: 'planted text of a mail',
} as const;

/** Stores every planted plaintext through the public functions. */
export async function plantSecrets(store: DurableStore, nowMs: number): Promise<void> {
  await store.registrations.publish(aDraft({ id: 'witness' }));
  await store.providers.put(aProvider({ id: 'planted', clientSecret: planted.clientSecret }));
  const privateJwk = { kty: 'EC', crv: 'P-256', d: planted.privateKey };
  await store.hubKeys.insert(aHubKey(hubs.plusProduction, 'planted', { privateJwk }));
  await store.secrets.getOrCreate('planted', () => Buffer.from(planted.subjectKey));
  const mail = { to: planted.address, subject: planted.mailSubject, text: planted.mailText };
  await store.outbox.enqueue(aMail('planted', nowMs + 3_600_000, { ...mail, html: planted.mailText }));
}

/** The planted plaintexts that a dump contains, as plain text, base64 or hexadecimal. */
export function findPlanted(dump: Buffer): readonly string[] {
  return Object.entries(planted)
    .filter(([, plaintext]) => spellings(plaintext).some((spelling) => dump.includes(spelling)))
    .map(([name]) => name);
}

function spellings(plaintext: string): readonly string[] {
  const aligned = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(plaintext)]).toString('base64');
    // Without the first and last groups of characters, which depend on the neighbouring bytes.
    return encoded.slice(4, -4);
  });
  return [plaintext, Buffer.from(plaintext).toString('hex'), ...aligned];
}

/** Client secrets, private keys and mails are encrypted in the database (security.md 19). */
export function describeSecretsAtRest(name: string, connect: () => Promise<DatabaseConnection>): void {
  describe(`secrets at rest: ${name}`, () => {
    const clock = createManualClock(1_000_000);
    let opened: { readonly connection: DatabaseConnection; readonly store: DurableStore } | undefined;
    const open = () => {
      if (opened === undefined) throw new Error('the store is not open');
      return { ...opened, db: opened.connection.db };
    };
    beforeAll(async () => {
      const connection = await connect();
      opened = {
        connection,
        store: buildDurableStore(connection, { vault: createVault(randomBytes(32)), clock }),
      };
    });
    afterAll(async () => opened?.store.close());

    it('no client secret, private key, subject key, mail address or mail text is in a dump of the database', async () => {
      const { connection, store } = open();
      await plantSecrets(store, clock.now());
      const dump = await dumpTables(connection);
      for (const table of ['provider', 'hub_key', 'secret', 'outbox_mail', 'registration_version']) {
        expect(dump.get(table)?.length, `${table} holds something`).toBeGreaterThan(0);
      }
      expect([...dump.values()].join()).toContain('client-of-witness');
      for (const [table, rows] of dump) expect(findPlanted(Buffer.from(rows)), table).toEqual([]);
      const provider = (await store.providers.list(hubs.standardIntegration))[0];
      expect(provider?.clientSecret).toBe(planted.clientSecret);
      expect((await store.outbox.claim(1, 60))[0]?.to).toBe(planted.address);
    });
    it('a private key is destroyed when its hub key is removed', async () => {
      const { store, db } = open();
      await store.hubKeys.insert(aHubKey(hubs.plusProduction, 'removed'));
      await store.hubKeys.update(hubs.plusProduction, 'removed', { state: 'removed' });
      const { rows } = await sql<{ sealed: string | null }>`
        select sealed_private_jwk as sealed from hub_key where kid = 'removed'`.execute(db);
      expect(rows).toEqual([{ sealed: null }]);
    });
    it('a provider’s secret copied to another provider’s row cannot be opened there', async () => {
      const { store, db } = open();
      for (const id of ['honest', 'thief'])
        await store.providers.put(aProvider({ id, ...hubs.plusProduction }));
      await sql`update provider set sealed_client_secret =
        (select sealed_client_secret from provider where id = 'honest') where id = 'thief'`.execute(db);
      expect((await store.providers.list(hubs.plusProduction)).map((provider) => provider.id)).toEqual([
        'honest',
      ]);
    });
    it('a private key copied to another hub cannot be opened there', async () => {
      const { store, db } = open();
      await store.hubKeys.insert(aHubKey(hubs.plusProduction, 'moved'));
      await sql`update hub_key set environment = 'integration' where kid = 'moved'`.execute(db);
      await expect(store.hubKeys.list(hubs.plusIntegration)).rejects.toMatchObject({
        code: 'store.unreadable',
      });
    });
  });
}
