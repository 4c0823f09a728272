/** Real PostgreSQL servers for tests that need settings of their own: certificates, a standby, another version. */
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, globSync, openSync } from 'node:fs';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
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
  /** Its files; `log` is what it says. */
  readonly directory: string;
  /** Runs SQL as the administrator, through the socket. */
  run(statement: string): Promise<void>;
  /** Ends it as a crash does; its data stay. */
  kill(): Promise<void>;
  /** Starts it again on its data when it has ended; resolves when it answers. */
  restart(): Promise<void>;
  /** All that a database holds, as `pg_dump` writes it. */
  dump(database: string): Promise<string>;
  /** A streaming standby of it. */
  startStandby(): Promise<PostgresServer>;
  stop(): Promise<void>;
}

interface ServerSettings {
  /** Lines of postgresql.conf; `FILE:name` in them is the path of a file of `files`. */
  readonly settings?: readonly string[];
  /** Lines of pg_hba.conf for addresses. */
  readonly access?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  /** Where its directory is made; default: that of temporary files. */
  readonly parent?: string;
}

const program = (name: string) => join(programs ?? '', name);
const own = (path: string) => (account === undefined ? undefined : chown(path, account.uid, account.gid));

/** Runs one of PostgreSQL's programs to its end. */
function run(name: string, args: readonly string[]): void {
  const made = spawnSync(program(name), args, { ...account, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`${name}: ${made.stderr}`);
}

/** Starts a server with an empty database `postgres` and the administrator `garance`. */
export async function startPostgres({
  settings = [],
  access = ['host all all 127.0.0.1/32 trust'],
  files = {},
  parent = tmpdir(),
}: ServerSettings = {}): Promise<PostgresServer> {
  const directory = await mkdtemp(join(parent, 'garance-postgres-'));
  await own(directory);
  const data = join(directory, 'data');
  run('initdb', ['-D', data, '-U', 'garance', '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-sync']);
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name);
    await writeFile(path, content, { mode: 0o600 });
    await own(path);
  }
  const lines = settings.map((line) => line.replace(/FILE:(\w+)/, (_, name) => join(directory, name)));
  await writeFile(
    join(data, 'pg_hba.conf'),
    ['local all all trust', 'local replication all trust', ...access, ''].join('\n'),
  );
  return serve(directory, lines);
}

/** Starts a server on the data that are in the directory. */
async function serve(directory: string, lines: readonly string[]): Promise<PostgresServer> {
  const data = join(directory, 'data');
  const port = await freePort();
  const base = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${directory}`];
  await writeFile(
    join(data, 'postgresql.conf'),
    [...base.map((line) => line.replace('=', " = '").concat("'")), 'fsync = off', ...lines].join('\n'),
  );
  const log = openSync(join(directory, 'log'), 'a');
  const launch = (): ChildProcess =>
    spawn(program('postgres'), ['-D', data], { ...account, stdio: ['ignore', log, log] });
  let child = launch();
  const query = async (statement: string): Promise<void> => {
    const client = new pg.Client({ host: directory, port, user: 'garance', database: 'postgres' });
    try {
      await client.connect();
      await client.query(statement);
    } finally {
      await client.end().catch(() => {});
    }
  };
  const answers = () =>
    until(() =>
      query('select 1').then(
        () => true,
        () => undefined,
      ),
    );
  const kill = async (): Promise<void> => {
    child.kill('SIGQUIT');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
  await answers();
  return {
    port,
    directory,
    run: query,
    kill,
    restart: async () => {
      if (child.exitCode !== null || child.signalCode !== null) child = launch();
      await answers();
    },
    dump: async (database) => {
      const at = ['-h', directory, '-p', String(port), '-U', 'garance'];
      const options = { maxBuffer: 1 << 30 };
      return (await promisify(execFile)(program('pg_dump'), [...at, database], options)).stdout;
    },
    startStandby: async () => {
      const other = await mkdtemp(join(tmpdir(), 'garance-standby-'));
      await own(other);
      const source = ['-h', directory, '-p', String(port), '-U', 'garance'];
      run('pg_basebackup', [...source, '-D', join(other, 'data'), '-R', '-N', '--checkpoint=fast']);
      return serve(other, lines);
    },
    stop: async () => {
      await kill();
      closeSync(log);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
