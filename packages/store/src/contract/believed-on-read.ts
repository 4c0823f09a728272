import { createManualClock } from '@garance/core';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatabaseConnection } from '../durable/connection.ts';
import type { DurableStore } from '../durable/contract.ts';
import { buildDurableStore } from '../durable/open-durable-store.ts';
import { createVault } from '../vault.ts';
import { hubs } from './durable-bench.ts';
import { aDraft, aMail, aProvider } from './durable-fixtures.ts';

/** Rows are validated by their schema when they are read; an invalid row does not hide the valid ones. */
export function describeBelievedOnRead(name: string, connect: () => Promise<DatabaseConnection>): void {
  describe(`rows that break their schema: ${name}`, () => {
    const clock = createManualClock(1_000_000);
    const lines: string[] = [];
    let opened: { readonly connection: DatabaseConnection; readonly store: DurableStore } | undefined;
    const open = () => {
      if (opened === undefined) throw new Error('the store is not open');
      lines.length = 0;
      return { db: opened.connection.db, store: opened.store };
    };
    beforeAll(async () => {
      const connection = await connect();
      const write = (fields: Readonly<Record<string, unknown>>): void => {
        lines.push(JSON.stringify(fields));
      };
      const vault = createVault(new Uint8Array(32).fill(3));
      const logger = { warn: write, error: write };
      opened = { connection, store: buildDurableStore(connection, { vault, clock, logger }) };
    });
    afterAll(async () => opened?.store.close());

    it('a registration is left out and logged, the others are returned', async () => {
      const { db, store } = open();
      for (const id of ['good', 'no-uri', 'other-hub', 'other-client', 'other-id', 'not-json']) {
        await store.registrations.publish(aDraft({ id }));
      }
      const spoil = (id: string, path: string, value: string) =>
        sql`update registration_version set document = jsonb_set(document, ${path}::text[], ${value}::jsonb)
          where id = ${id}`.execute(db);
      await spoil('no-uri', '{redirectUris}', '["javascript"]');
      await spoil('other-hub', '{platform}', '"plus"');
      await spoil('other-client', '{clientId}', '"client-of-good"');
      await spoil('other-id', '{id}', '"good"');
      await sql`update registration_version set document = '17' where id = 'not-json'`.execute(db);
      const listed = await store.registrations.listPublished(hubs.standardIntegration);
      expect(listed.map((registration) => registration.id)).toEqual(['good']);
      expect(lines).toHaveLength(5);
    });
    it('attack 14: a sandbox client that was written into production is left out and logged', async () => {
      const { db, store } = open();
      await store.registrations.publish(aDraft({ id: 'live', ...hubs.plusProduction }));
      await sql`update registration_version set document = document || '{"kind": "sandbox"}'::jsonb
        where id = 'live'`.execute(db);
      expect(await store.registrations.listPublished(hubs.plusProduction)).toEqual([]);
      expect(lines).toHaveLength(1);
    });
    it('an identity provider is left out and logged, the others are returned', async () => {
      const { db, store } = open();
      await store.providers.put(aProvider({ id: 'good' }));
      await store.providers.put(aProvider({ id: 'bad' }));
      await sql`update provider set document = document - 'levels' where id = 'bad'`.execute(db);
      expect((await store.providers.list(hubs.standardIntegration)).map((provider) => provider.id)).toEqual([
        'good',
      ]);
      expect(lines).toHaveLength(1);
    });
    it('a choice page is replaced by the plain one, and logged', async () => {
      const { db, store } = open();
      await store.choicePages.put(hubs.standardIntegration, { showExcluded: true });
      await sql`update choice_page set document = '{"showExcluded": "yes"}'`.execute(db);
      expect(await store.choicePages.get(hubs.standardIntegration)).toEqual({ showExcluded: false });
      expect(lines).toHaveLength(1);
    });
    it('a mail that cannot be opened does not hold up the others', async () => {
      const { db, store } = open();
      await store.outbox.enqueue(aMail('bad', clock.now() + 1_000));
      await store.outbox.enqueue(aMail('good', clock.now() + 1_000));
      await sql`update outbox_mail set sealed_mail = 'v1.AAAA' where id = 'bad'`.execute(db);
      expect((await store.outbox.claim(10, 60)).map((mail) => mail.id)).toEqual(['good']);
      expect(lines).toEqual(['{"mail":"bad"}']);
    });
  });
}
