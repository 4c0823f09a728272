import { AsyncLocalStorage } from 'node:async_hooks';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { connectPglite } from './connect-pglite.ts';
import { hubMigrations } from './migrations/hub-migrations.ts';
import type { ObservedQuery } from './observe-queries.ts';

describe('the queries of a database', () => {
  it('are reported by verb and table, without their values', async () => {
    const observed: ObservedQuery[] = [];
    const contexts = new AsyncLocalStorage<string>();
    const seenIn: (string | undefined)[] = [];
    const { db, close } = await connectPglite('memory:', hubMigrations, (query) => {
      observed.push(query);
      seenIn.push(contexts.getStore());
    });
    const begun = observed.length;
    await contexts.run('a request', async () => {
      await db.selectFrom('sign_in_event').selectAll().where('id', '=', 'secret').execute();
      await db.selectFrom('sign_in_event as other').select('other.id').execute();
      await db.insertInto('secret').values({ name: 'x', sealed_value: 'y' }).execute();
      await db.updateTable('provider').set({ status: 'active' }).where('id', '=', 'x').execute();
      await db.deleteFrom('login_count').where('client_id', '=', 'x').execute();
      await db
        .with('due', (own) => own.selectFrom('outbox_mail').select('id'))
        .selectFrom('due')
        .selectAll()
        .execute();
      await sql`select 1`.execute(db);
      await expect(sql`select * from nowhere_at_all`.execute(db)).rejects.toThrow();
    });
    expect(observed.slice(begun).map(({ verb, table, hasFailed }) => [verb, table, hasFailed])).toEqual([
      ['select', 'sign_in_event', false],
      ['select', 'sign_in_event', false],
      ['insert', 'secret', false],
      ['update', 'provider', false],
      ['delete', 'login_count', false],
      ['select', 'due', false],
      ['other', 'none', false],
      ['other', 'none', true],
    ]);
    expect(observed.every(({ durationMs }) => durationMs >= 0)).toBe(true);
    expect(new Set(seenIn.slice(begun))).toEqual(new Set(['a request']));
    await close();
  });
});
