/** The commands of an installation: its processes, its database, its configuration. */

import { parseArgs } from 'node:util';
import { environmentSchema, platformSchema } from '@garance/core';
import { openPlatformStore } from '@garance/portal';
import { runStatements } from '@garance/store';
import { z } from 'zod';
import { UsageError } from '../embedded/usage-error.ts';
import type { Env } from '../env.ts';
import { checkConfiguration, readConfiguration } from './config/check-configuration.ts';
import { listenerVariables } from './config/environment.ts';
import { describeProblems } from './config/problem.ts';
import { type Configuration, type Listener, portTextSchema } from './config/schema.ts';
import { openInstallation } from './open-installation.ts';
import { describeGrants, grantStatements } from './roles/grants.ts';
import { runHub } from './run-hub.ts';
import { runPortal } from './run-portal.ts';
import { runWorker } from './run-worker.ts';
import { internalOfThisWorker, isFirstProcess, watchWorkers } from './run-workers.ts';

type Started = { readonly ended: Promise<void> };

/** `garance hub --platform … --environment … --config FILE [--workers N]` */
export async function hub(args: readonly string[], env: Env): Promise<void> {
  const options = parse(args, ['platform', 'environment', 'config', 'workers']);
  const platform = oneOf(platformSchema, 'platform', options.platform);
  const environment = oneOf(environmentSchema, 'environment', options.environment);
  const workers = numberOfWorkers(options.workers);
  const configuration = readConfiguration(fileOf(options), env);
  const section = configuration.hubs.find(
    (candidate) => candidate.platform === platform && candidate.environment === environment,
  );
  if (section === undefined) throw new UsageError(`hubs: there is no section of ${platform} ${environment}.`);
  refuseMemory(configuration, workers);
  if (isFirstProcess(workers)) return watchWorkers(workers);
  await runToEnd(`hub ${platform} ${environment}`, () =>
    runHub(configuration, { ...section, ...listeners(section, env) }),
  );
}

/** `garance portal --config FILE [--workers N]` */
export async function portal(args: readonly string[], env: Env): Promise<void> {
  const options = parse(args, ['config', 'workers']);
  const workers = numberOfWorkers(options.workers);
  const configuration = readConfiguration(fileOf(options), env);
  const section = present(configuration, 'portal');
  if (isFirstProcess(workers)) return watchWorkers(workers);
  await runToEnd('portal', () => runPortal(configuration, { ...section, ...listeners(section, env) }));
}

/** `garance worker --config FILE` */
export async function worker(args: readonly string[], env: Env): Promise<void> {
  const configuration = readConfiguration(fileOf(parse(args, ['config'])), env);
  const section = present(configuration, 'worker');
  const internal = fromEnvironment(section.internal, listenerVariables.internal, env);
  const sections = { worker: { ...section, internal }, portal: present(configuration, 'portal') };
  await runToEnd('worker', () => runWorker(configuration, sections));
}

/** `garance migrate --config FILE` */
export async function migrate(args: readonly string[], env: Env): Promise<void> {
  const configuration = readConfiguration(fileOf(parse(args, ['config'])), env);
  await using stack = new AsyncDisposableStack();
  await openInstallation(stack, { configuration, name: 'migrate', schema: 'apply', open: openPlatformStore });
  process.stdout.write('The database has the tables of this version.\n');
  const { url, users } = configuration.database;
  if (users === undefined) return;
  await runStatements(url, grantStatements(users)).catch(refuseUnknownUser);
  process.stdout.write(`${Object.values(users).join(', ')} have the rights of their processes.\n`);
}

/** 42704: undefined_object. */
function refuseUnknownUser(error: unknown): never {
  if (!(error instanceof Error && 'code' in error && error.code === '42704')) throw error;
  throw new UsageError(`database.users: ${error.message}. See garance grants --config FILE.`);
}

/**
 * `garance grants --config FILE`: prints the SQL with which `migrate` grants rights to `database.users`, for an
 * administrator to read or run.
 */
export async function grants(args: readonly string[], env: Env): Promise<void> {
  const { database } = readConfiguration(fileOf(parse(args, ['config'])), env);
  if (database.users === undefined) {
    throw new UsageError('database.users is missing: name the users of the hubs, the portal and the worker.');
  }
  process.stdout.write(describeGrants(database.users));
}

/** `garance config check FILE`: lists every problem; exit code 1 when there is one. */
export async function config([verb, file, ...more]: readonly string[], env: Env): Promise<void> {
  if (verb !== 'check' || file === undefined || more.length > 0) {
    throw new UsageError('garance config check FILE');
  }
  const checked = checkConfiguration(file, env);
  if ('configuration' in checked) process.stdout.write(`${file} can be used.\n`);
  else throw new UsageError(describeProblems(file, checked.problems).trimEnd());
}

async function runToEnd(name: string, start: () => Promise<Started>): Promise<void> {
  const { ended } = await start();
  process.stdout.write(`Garance is ready: ${name}\n`);
  await ended;
  process.exit(0);
}

function parse<Name extends string>(
  args: readonly string[],
  names: readonly Name[],
): Readonly<Partial<Record<Name, string>>> {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  try {
    return parseArgs({ args: [...args], options }).values as Partial<Record<Name, string>>;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'unreadable arguments');
  }
}

function fileOf({ config: file }: { readonly config?: string }): string {
  if (file === undefined) throw new UsageError('--config FILE is missing: see docs/configuration.md.');
  return file;
}

function oneOf<T extends string>(schema: z.ZodType<T>, name: string, value: string | undefined): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UsageError(`--${name} must be given: ${z.prettifyError(parsed.error).replace(/^✖ /, '')}.`);
}

const mostWorkers = 64;

function numberOfWorkers(value = '1'): number {
  const workers = Number(value);
  if (/^\d+$/.test(value) && workers >= 1 && workers <= mostWorkers) return workers;
  throw new UsageError(`--workers must be a number from 1 to ${mostWorkers}.`);
}

function refuseMemory({ inflight }: Configuration, workers: number): void {
  if (workers === 1 || inflight.kind !== 'memory') return;
  throw new UsageError(
    'inflight.kind: memory serves one process, and --workers asks for several: a login begun in one would be unknown to the others. Give a Valkey, or leave --workers out.',
  );
}

function present<Name extends 'portal' | 'worker'>(
  configuration: Configuration,
  name: Name,
): NonNullable<Configuration[Name]> {
  const { [name]: section } = configuration;
  if (section === undefined)
    throw new UsageError(`${name}: the section is missing. See docs/configuration.md.`);
  return section as NonNullable<Configuration[Name]>;
}

/** Where this process listens: from its section, or from the environment. */
function listeners(
  { listen, internal }: { readonly listen: Listener; readonly internal: Listener },
  env: Env,
): { readonly listen: Listener; readonly internal: Listener } {
  return {
    listen: fromEnvironment(listen, listenerVariables.listen, env),
    internal: internalOfThisWorker(fromEnvironment(internal, listenerVariables.internal, env)),
  };
}

function fromEnvironment(
  listener: Listener,
  names: { readonly host: string; readonly port: string },
  env: Env,
): Listener {
  const { [names.host]: host = listener.host, [names.port]: port = String(listener.port) } = env;
  const parsed = portTextSchema.safeParse(port);
  if (parsed.success) return { host, port: parsed.data };
  throw new UsageError(`${names.port} must be a port.`);
}
