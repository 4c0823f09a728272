/** `docs/personal-data.md` describes every table that the code has, with its personal data and retention. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type DatabaseConnection, loginCountDays } from '@garance/store';
import { dumpTables, testDatabases } from '@garance/store/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { absoluteLimitMs } from '../parts/session/sessions.ts';
import { codeLifetimeMs } from '../parts/session/sign-in-code.ts';
import { platformMigrations } from './migrations/portal-migrations.ts';
import { keptDays } from './qualification/runs/ask.ts';
import { traceDays } from './registration/trace-days.ts';
import { refusalDays, signInDays } from './retention.ts';

const text = readFileSync(
  fileURLToPath(new URL('../../../../docs/personal-data.md', import.meta.url)),
  'utf8',
);
const section = (title: string) => text.split(/^## /m).find((part) => part.startsWith(title)) ?? '';
/** Content column of the document, by table. */
const rows = new Map(
  [...section('In the database').matchAll(/^\| `([a-z_]+)` \|.*\| ([^|]+) \|$/gm)].map(
    ([, table = '', kept = '']) => [table, kept],
  ),
);
const others = [...section('Without personal data').matchAll(/`([a-z_]+)`/g)].map(([, table = '']) => table);

describe.each(testDatabases(platformMigrations).slice(0, 1))('the page on personal data', ({ connect }) => {
  let connection: DatabaseConnection;
  beforeAll(async () => {
    connection = await connect();
  });
  afterAll(() => connection.close());

  it('names every table of the database once, and no other', async () => {
    const tables = [...(await dumpTables(connection)).keys()];
    expect([...rows.keys(), ...others].sort()).toEqual(tables.sort());
  });
});

describe('its retention times', () => {
  it.each([
    ['sign_in_event', `${signInDays} days`],
    ['sign_in_later', `${signInDays} days`],
    ['trace', `${traceDays} days`],
    ['provider_refusal', `${refusalDays} days`],
    ['qualification_run', `${keptDays} days`],
    ['portal_session', `${absoluteLimitMs / 3_600_000} hours`],
    ['sign_in_code', `${codeLifetimeMs / 60_000} minutes`],
  ])('%s: %s', (table, kept) => {
    expect(rows.get(table)).toMatch(new RegExp(`^${kept}\\b`));
  });

  it('of counts, which contain no person', () => {
    expect(section('Without personal data')).toContain(`\`login_count\` (${loginCountDays} days)`);
  });
});
