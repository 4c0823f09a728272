import { createManualClock } from '@garance/core';
import { buildPlatformStore, platformMigrations } from '@garance/portal';
import { createVault, openDatabase } from '@garance/store';
import {
  aDraft,
  aSignIn,
  createTestDatabase,
  type ExplainedQuery,
  type WatchedConnection,
  watchQueries,
} from '@garance/store/testing';
import { median } from '../report/statistics.ts';

export interface Size {
  readonly signIns: number;
  readonly services: number;
}

type Store = ReturnType<typeof buildPlatformStore>;

interface Filled {
  readonly store: Store;
  readonly connection: WatchedConnection;
  /** Time of the newest sign-in. */
  readonly untilMs: number;
  close(): Promise<void>;
}

interface Query {
  readonly name: string;
  /** Answered by an index only, whatever the size; the others read what they count or list. */
  readonly byIndex: boolean;
  run(filled: Filled): Promise<unknown>;
}

const dayMs = 24 * 3600 * 1000;
/** Days of sign-ins; there is a partition per month. */
const days = 360;
/** Average interval: a person has some ten sign-ins in the large database. */
const signInsOfAPerson = 10;
const rounds = 15;

let appended = 0;
const queries: readonly Query[] = [
  {
    name: 'sign-ins: 50 written',
    byIndex: true,
    run: ({ store, untilMs }) => {
      appended += 1;
      const of = (index: number) => aSignIn(`appended-${appended}-${index}`, { atMs: untilMs });
      return store.signIns.append(Array.from({ length: 50 }, (_, index) => of(index)));
    },
  },
  {
    name: 'sign-in by its id',
    byIndex: true,
    run: ({ store }) => store.signIns.find('sign-in-500'),
  },
  {
    name: 'sign-ins of a person',
    byIndex: true,
    run: ({ store }) => store.signIns.list('person-7', 'production', 20),
  },
  {
    name: 'registration: its versions',
    byIndex: true,
    run: ({ store }) => store.registrations.history('service-5'),
  },
  {
    name: 'registrations of a hub (at its start)',
    byIndex: false,
    run: ({ store }) => store.registrations.listPublished(hub),
  },
  {
    name: 'figures of the last day, by service',
    byIndex: false,
    run: ({ store, untilMs }) =>
      store.portal.figures.by('service_id', { fromMs: untilMs - dayMs, toMs: untilMs }),
  },
];

const hub = { platform: 'standard', environment: 'integration' } as const;

async function fill(serverUrl: string, { signIns, services }: Size): Promise<Filled> {
  const database = await createTestDatabase(serverUrl, platformMigrations);
  const opened = await openDatabase({ url: database.url, migrations: platformMigrations });
  const connection = watchQueries(opened);
  const clock = createManualClock(Date.now());
  const store = buildPlatformStore(connection, { vault: createVault(new Uint8Array(32).fill(1)), clock });
  const fromMs = Math.floor(await store.readClock());
  const untilMs = fromMs + days * dayMs;
  await store.signIns.maintain({ nowMs: untilMs, keepFromMs: 0 });
  const stepMs = Math.max(1, Math.floor((days * dayMs) / signIns));
  await database.run(`insert into sign_in_event
    (id, at_ms, platform, environment, person_fingerprint, service_id, client_id, provider_id, level)
    select 'sign-in-' || i, ${fromMs}::bigint + i * ${stepMs}::bigint, 'standard', 'production',
      'person-' || (i % ${Math.ceil(signIns / signInsOfAPerson)}), 'service-' || (i % ${services}),
      'client-' || (i % ${services}), 'provider', 'eidas1'
    from generate_series(1, ${signIns}) as i`);
  await store.registrations.publish(aDraft({ id: 'template' }));
  await database.run(`insert into registration_version
    (id, version, platform, environment, client_id, status, state, document, published_at_ms)
    select 'service-' || i, version, platform, environment, 'client-' || i, status, state,
      document || jsonb_build_object('id', 'service-' || i, 'clientId', 'client-' || i), published_at_ms
    from registration_version, generate_series(1, ${services - 1}) as i where id = 'template'`);
  // Updates the statistics from which plans are made.
  await database.run('analyze sign_in_event, registration_version');
  const close = async () => {
    await store.close();
    await database.drop();
  };
  return { store, connection, untilMs, close };
}

async function timed(filled: Filled, { run }: Query): Promise<number> {
  const begun = performance.now();
  await run(filled);
  return performance.now() - begun;
}

/** How rows were found: by which index, or `every row of table`; unused and empty partitions are left out. */
function accessOf(plans: readonly ExplainedQuery[]): readonly string[] {
  const nodes = plans.flatMap(({ plan }) => plan.join('\n').split(/->/));
  const found = nodes.flatMap((node) => {
    if (node.includes('never executed')) return [];
    const index = /Index (?:Only )?Scan.* using (\w+) on|Bitmap Index Scan on (\w+)/.exec(node);
    if (index !== null) return [(index[1] ?? index[2] ?? '').replace(/_\d{4}_\d{2}/, '')];
    const whole = /Seq Scan on (\w+)/.exec(node)?.[1];
    const isEmpty = /rows=0(?:\.0+)? loops/.test(node) && !node.includes('Rows Removed');
    return whole === undefined || isEmpty ? [] : [`every row of ${whole}`];
  });
  return [...new Set(found)];
}

/**
 * Prints each query's time and plan, alternating between both databases.
 * @returns whether the queries that need an index use one, and take the same order of time
 */
export async function measureDatabase(
  serverUrl: string,
  sizes: { readonly small: Size; readonly large: Size },
  say: (line: string) => void,
): Promise<boolean> {
  const few = await fill(serverUrl, sizes.small);
  const begun = performance.now();
  const many = await fill(serverUrl, sizes.large);
  const { signIns, services } = sizes.large;
  say(
    `PostgreSQL: ${signIns} sign-ins and ${services} services (filled in ${Math.round((performance.now() - begun) / 1000)} s) against ${sizes.small.signIns} and ${sizes.small.services}`,
  );
  let holds = true;
  for (const query of queries) {
    const fewMs: number[] = [];
    const manyMs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      fewMs.push(await timed(few, query));
      manyMs.push(await timed(many, query));
    }
    const access = accessOf(await many.connection.plansOf(() => query.run(many), 'analyze'));
    const ratio = median(manyMs) / median(fewMs);
    const scanned = access.filter((read) => read.startsWith('every row of'));
    const failed = query.byIndex && (scanned.length > 0 || ratio >= 10);
    holds &&= !failed;
    say(
      `  ${query.name.padEnd(40)}${median(fewMs).toFixed(2).padStart(8)} ms${median(manyMs).toFixed(2).padStart(9)} ms  × ${ratio.toFixed(1).padEnd(6)}${query.byIndex ? '' : '(grows with what it reads) '}${access.join(' + ')}${failed ? '  NOT BY INDEX' : ''}`,
    );
  }
  for (const { close } of [few, many]) await close();
  return holds;
}
