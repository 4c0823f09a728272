/** Real PostgreSQL servers for tests that need settings of their own: certificates, a standby, another version. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync } from 'node:fs';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import pg from 'pg';
import { freePort, until } from './valkey-servers.ts';

const folders = [
  ...globSync('/usr/lib/postgresql/*/bin').sort().reverse(),
  ...(process.env.PATH ?? '').split(delimiter),
];
const programs = folders.find((folder) =>
  ['initdb', 'postgres'].every((name) => existsSync(join(folder, name))),
);
/** PostgreSQL refuses to run as root: the user for it in that case. */
const isRoot = process.getuid?.() === 0;
const accountOf = (flag: '-u' | '-g'): number => Number(spawnSync('id', [flag, 'postgres']).stdout);
const account = isRoot ? { uid: accountOf('-u'), gid: accountOf('-g') } : undefined;

/** Whether this machine has the programs, and a user to run them as. */
export const hasPostgres = programs !== undefined && (account === undefined || account.uid > 0);

export interface PostgresServer {
  readonly port: number;
  /** Runs SQL as the administrator, through the socket. */
  run(statement: string): Promise<void>;
  stop(): Promise<void>;
}

interface ServerSettings {
  /** Lines of postgresql.conf; `FILE:name` in them is the path of a file of `files`. */
  readonly settings?: readonly string[];
  /** Lines of pg_hba.conf for addresses. */
  readonly access?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
}

/** Starts a server with an empty database `postgres` and the administrator `garance`. */
export async function startPostgres({
  settings = [],
  access = ['host all all 127.0.0.1/32 trust'],
  files = {},
}: ServerSettings = {}): Promise<PostgresServer> {
  const directory = await mkdtemp(join(tmpdir(), 'garance-postgres-'));
  const own = (path: string) => (account === undefined ? undefined : chown(path, account.uid, account.gid));
  await own(directory);
  const data = join(directory, 'data');
  const program = (name: string) => join(programs ?? '', name);
  const made = spawnSync(
    program('initdb'),
    ['-D', data, '-U', 'garance', '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...account, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name);
    await writeFile(path, content, { mode: 0o600 });
    await own(path);
  }
  const port = await freePort();
  const lines = settings.map((line) => line.replace(/FILE:(\w+)/, (_, name) => join(directory, name)));
  const base = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${directory}`];
  await writeFile(
    join(data, 'postgresql.conf'),
    [...base.map((line) => line.replace('=', " = '").concat("'")), 'fsync = off', ...lines].join('\n'),
  );
  await writeFile(join(data, 'pg_hba.conf'), ['local all all trust', ...access, ''].join('\n'));
  const child: ChildProcess = spawn(program('postgres'), ['-D', data], { ...account, stdio: 'ignore' });
  const run = async (statement: string): Promise<void> => {
    const client = new pg.Client({ host: directory, port, user: 'garance', database: 'postgres' });
    try {
      await client.connect();
      await client.query(statement);
    } finally {
      await client.end().catch(() => {});
    }
  };
  await until(() =>
    run('select 1').then(
      () => true,
      () => undefined,
    ),
  );
  return {
    port,
    run,
    stop: async () => {
      child.kill('SIGQUIT');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      await rm(directory, { recursive: true, force: true });
    },
  };
}
