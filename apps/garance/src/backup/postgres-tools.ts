/** PostgreSQL's own programs for database copies: `pg_dump` and `pg_restore`, of the server's version or newer. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { UsageError } from '../embedded/usage-error.ts';

const variables = {
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
} as const;

/** The connection as environment variables of libpq: arguments would show the password to every user of the machine. */
export function libpqEnvironment(url: string): Readonly<Record<string, string>> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const settings = Object.entries(variables).flatMap(([name, variable]) => {
    const value = searchParams.get(name);
    return value === null ? [] : [[variable, value]];
  });
  return {
    PGHOST: decodeURIComponent(hostname).replace(/^\[|\]$/g, ''),
    ...(port !== '' && { PGPORT: port }),
    ...(username !== '' && { PGUSER: decodeURIComponent(username) }),
    ...(password !== '' && { PGPASSWORD: decodeURIComponent(password) }),
    ...(pathname.length > 1 && { PGDATABASE: decodeURIComponent(pathname.slice(1)) }),
    ...Object.fromEntries(settings),
  };
}

/** @throws UsageError with the program's message when it is missing or fails */
async function run(program: string, args: readonly string[], url: string): Promise<void> {
  const child = spawn(program, args, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, LC_ALL: 'C', ...libpqEnvironment(url) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-2_000);
  });
  const code = await once(child, 'close').then(
    ([status]) => status as number | null,
    () => undefined,
  );
  if (code === 0) return;
  if (code === undefined)
    throw new UsageError(`${program} is not on this machine: install PostgreSQL's client programs.`);
  throw new UsageError(`${program} failed:\n${output.trim()}`);
}

/** A consistent copy, while the database is used. Owners and rights are left out: `garance migrate` grants them. */
export function dump(url: string, file: string): Promise<void> {
  return run('pg_dump', ['--format=custom', '--no-owner', '--no-privileges', `--file=${file}`], url);
}

/** Restores in one transaction. */
export function restore(url: string, file: string): Promise<void> {
  const { PGDATABASE = '' } = libpqEnvironment(url);
  const whole = ['--single-transaction', '--exit-on-error', '--no-owner', '--no-privileges'];
  return run('pg_restore', [...whole, `--dbname=${PGDATABASE}`, file], url);
}
