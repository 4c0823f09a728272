/** Compares the lists of the partner space with 10,000 rows and with 10: same order of time, and which indexes are used. */

import { parseArgs } from 'node:util';
import { buildPlatformStore, platformMigrations } from '@garance/portal';
import { createTestPortal, type TestPortal } from '@garance/portal/testing';
import {
  embeddedDatabase,
  postgresServer,
  type WatchedConnection,
  watchQueries,
} from '@garance/store/testing';
import { median } from '../report/statistics.ts';
import { type PlanSummary, summarise } from './plans.ts';
import { seed } from './seed.ts';

const few = 10;
/** Factor above which a list counts as being of another order of time. */
const sameOrder = 10;

type Who = 'owner' | 'reviewer' | 'operator' | 'agent' | 'officer';

interface ListPage {
  readonly name: string;
  readonly as: Who;
  readonly path: (filled: Filled) => string;
}

const pages: readonly ListPage[] = [
  { name: 'services', as: 'owner', path: () => '/services' },
  { name: 'services, by a word', as: 'owner', path: () => '/services?text=service+7' },
  { name: 'own threads', as: 'owner', path: () => '/support' },
  { name: 'review queue', as: 'reviewer', path: () => '/review' },
  { name: 'review queue, every state', as: 'reviewer', path: () => '/review?state=all' },
  { name: 'review queue, by a word', as: 'reviewer', path: () => '/review?text=service+7' },
  { name: 'qualifications', as: 'officer', path: () => '/qualifications' },
  { name: 'threads', as: 'agent', path: () => '/threads' },
  { name: 'threads, by a word', as: 'agent', path: () => '/threads?text=question+7' },
  { name: 'audit log', as: 'operator', path: () => '/administration/audit' },
  { name: 'audit log, by action', as: 'operator', path: () => '/administration/audit?action=request.submit' },
  { name: 'webhooks received', as: 'operator', path: () => '/administration/webhooks' },
  {
    name: 'webhooks sent',
    as: 'operator',
    path: ({ endpointId }) => `/administration/webhooks/endpoints/${endpointId}`,
  },
  { name: 'registrations', as: 'operator', path: () => '/administration/services?hub=standard-integration' },
  { name: 'administration at a glance', as: 'operator', path: () => '/administration' },
];

interface Filled {
  readonly portal: TestPortal;
  readonly connection: WatchedConnection;
  readonly endpointId: string;
  readonly browsers: Readonly<Record<Who, ReturnType<TestPortal['browser']>>>;
}

interface Measured {
  readonly name: string;
  readonly fewMs: number;
  readonly manyMs: number;
  readonly plans: readonly PlanSummary[];
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function fill(count: number): Promise<Filled> {
  const serverUrl = process.env.GARANCE_BENCH_POSTGRES_URL;
  const kind =
    serverUrl === undefined
      ? embeddedDatabase(platformMigrations)
      : postgresServer(serverUrl, platformMigrations);
  const connection = watchQueries(await kind.connect());
  const portal = await createTestPortal({
    openStore: async (settings) => buildPlatformStore(connection, settings),
  });
  const organisation = await portal.organisation();
  const owner = await portal.as({ organisation, secondFactor: true });
  const endpointId = await anEndpoint(portal);
  await seed(connection, count, { organisationId: organisation.id, ownerId: owner.person.id, endpointId });
  await connection.analyze();
  const colleague = async (role: 'legal-reviewer' | 'operator' | 'support-agent' | 'qualification-officer') =>
    (await portal.as({ platformRoles: [role] })).browser;
  const browsers = {
    owner: owner.browser,
    reviewer: await colleague('legal-reviewer'),
    operator: await colleague('operator'),
    agent: await colleague('support-agent'),
    officer: await colleague('qualification-officer'),
  };
  return { portal, connection, endpointId, browsers };
}

async function anEndpoint(portal: TestPortal): Promise<string> {
  const id = '00000009-0000-4000-8000-000000000000';
  const endpoint = {
    id,
    url: 'https://elsewhere.example/webhook',
    events: [],
    createdAtMs: portal.clock.now(),
  };
  await portal.store.portal.webhookEndpoints.create(
    endpoint,
    'a secret of this bench, thirty-two characters',
  );
  return id;
}

async function open(filled: Filled, { as, path }: ListPage): Promise<string> {
  const { status, html } = await filled.browsers[as].get(path(filled));
  if (status !== 200) throw new Error(`${path(filled)} answers ${status}`);
  return html;
}

async function timed(filled: Filled, page: ListPage): Promise<number> {
  const begun = performance.now();
  await open(filled, page);
  return performance.now() - begun;
}

/** Measures both in turns, so that disturbances of the machine affect both alike. */
async function measure(page: ListPage, short: Filled, long: Filled, rounds: number): Promise<Measured> {
  for (let round = 0; round < 5; round += 1) for (const filled of [short, long]) await open(filled, page);
  const fewMs: number[] = [];
  const manyMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    fewMs.push(await timed(short, page));
    manyMs.push(await timed(long, page));
  }
  const statements = await long.connection.plansOf(() => open(long, page), 'analyze');
  const plans = statements.flatMap((query) => summarise(query) ?? []);
  return { name: page.name, fewMs: median(fewMs), manyMs: median(manyMs), plans };
}

function lines({ name, fewMs, manyMs, plans }: Measured): readonly string[] {
  const ratio = manyMs / fewMs;
  const head = [
    name.padEnd(28),
    `${fewMs.toFixed(1)} ms`.padStart(9),
    `${manyMs.toFixed(1)} ms`.padStart(10),
    `× ${ratio.toFixed(1)}`.padStart(7),
    ratio < sameOrder ? '' : '  ANOTHER ORDER OF TIME',
  ].join('');
  return [head, ...together(plans.map(inWords)).map((line) => `    ${line}`)];
}

function inWords({ access, sorts, buffers }: PlanSummary): string {
  return `${access.join(' + ')}${sorts ? ', sorted' : ''}: ${buffers} buffers`;
}

/** Merges equal lines into one with their count. */
function together(all: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const value of all) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => (count === 1 ? value : `${count} × ${value}`));
}

export const portalListsUsage = `npm run bench -- portal-lists [--rows N] [--rounds N]
  --rows N    how many of everything there are (10000), beside the 10
  --rounds N  how often each page is asked for (30)`;

/** @returns whether every list with many rows takes the same order of time as with few */
export async function benchPortalLists(args: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({
    args: [...args],
    options: { rows: { type: 'string', default: '10000' }, rounds: { type: 'string', default: '30' } },
  });
  const rows = Number(values.rows);
  const short = await fill(few);
  const long = await fill(rows);
  say(`${'page'.padEnd(28)}${`${few} rows`.padStart(9)}${`${rows} rows`.padStart(11)}${'ratio'.padStart(6)}`);
  const all: Measured[] = [];
  for (const page of pages) {
    const measured = await measure(page, short, long, Number(values.rounds));
    all.push(measured);
    for (const line of lines(measured)) say(line);
  }
  for (const { portal } of [short, long]) await portal.close();
  const worst = Math.max(...all.map(({ fewMs, manyMs }) => manyMs / fewMs));
  say(`\nthe worst ratio is ${worst.toFixed(1)}`);
  return worst < sameOrder;
}
