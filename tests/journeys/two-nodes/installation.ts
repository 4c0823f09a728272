/**
 * The installation of the manual: four machines, on which its blocks run unchanged, with addresses in this machine's
 * loopback network and a clone of the tree under test.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { startMailbox } from '@garance/demo';
import { createPino } from '@garance/web/server';
import { type Machine, type Machines, noMachines, openMachines } from '../../deploy/machine.ts';
import { machineNames, readManual, withValues } from '../../deploy/manual.ts';
import { root, type Values, valuesOnLoopback } from '../../deploy/values.ts';
import { findFreeRange } from '../../federation.ts';

/** Programs of the Debian packages that the manual installs. */
const programs = [
  '/usr/bin/pg_createcluster',
  '/usr/bin/redis-server',
  '/usr/sbin/haproxy',
  '/usr/bin/envsubst',
  '/usr/bin/curl',
  '/usr/bin/git',
];
export const withoutMachines = noMachines(programs);

export const operator = { email: 'exploitation@connect.example', name: 'Olympe Réséda' } as const;

export interface Installation {
  readonly values: Values;
  readonly mailbox: string;
  /** Certificate of the proxy, in PEM. */
  readonly certificate: string;
  readonly machine: (name: string) => Machine;
  /** Runs the blocks that follow the first sign-in, up to the end of the manual. */
  finish(): Promise<void>;
}

/** Follows the manual up to the step that needs a person. `stack` ends it. */
export async function install(stack: AsyncDisposableStack): Promise<Installation> {
  const machines = await openMachines(stack);
  const booted = new Map<string, Machine>();
  for (const name of machineNames) booted.set(name, await machines.boot(name));
  const machine = (name: string): Machine => {
    const found = booted.get(name);
    if (found === undefined) throw new Error(`the manual names no machine ${name}`);
    return found;
  };
  // What the installation of Debian's package does.
  await machine('stores').run(
    'pg_createcluster "$(ls /usr/lib/postgresql | sort -n | tail -n 1)" main >/dev/null',
  );
  const ports = await findFreeRange();
  const mailbox = await startMailbox({
    host: '127.0.0.1',
    publicHost: 'localhost',
    httpPort: ports,
    smtpPort: ports + 1,
    dataDir: join(machines.tmp, 'mailbox'),
    logger: createPino({ name: 'mailbox', level: 'silent' }),
  });
  stack.defer(() => mailbox.close());
  const values = valuesOnLoopback({
    SOURCE: makeSource(machines),
    MAIL_SERVER: `smtp://127.0.0.1:${ports + 1}`,
  });
  const blocks = readManual().map((block) => withValues(block, values));
  const waits = blocks.findIndex(({ after }) => after !== undefined);
  const follow = async (chosen: typeof blocks) => {
    for (const { machines: names, lines } of chosen) {
      for (const name of names) {
        await machine(name)
          .run(lines)
          .catch(async (error: Error) => {
            const stores = await machine('stores').run(
              'tail -n 15 /var/log/postgresql/*.log /var/log/redis/*.log || true',
            );
            throw new Error(`${error.message}\nthe stores:\n${stores}`, { cause: error });
          });
      }
    }
  };
  await follow(blocks.slice(0, waits));
  return {
    values,
    mailbox: `http://localhost:${ports}`,
    certificate: await machine('proxy').run('cat /etc/garance/trial.pem'),
    machine,
    finish: () => follow(blocks.slice(waits)),
  };
}

/** A repository of the tree under test, including uncommitted changes. @returns the address that the machines clone */
function makeSource({ tmp }: Machines): string {
  const folder = join(tmp, 'garance.git');
  const git = (...args: readonly string[]) =>
    execFileSync(
      'git',
      [
        '-c',
        'user.name=t',
        '-c',
        'user.email=t@t.example',
        `--git-dir=${folder}`,
        `--work-tree=${root}`,
        ...args,
      ],
      { stdio: 'pipe' },
    );
  execFileSync('git', ['init', '--quiet', '--bare', folder]);
  git('add', '--all', '.');
  git('commit', '--quiet', '--message', 'the tree under test');
  return '/tmp/garance.git';
}
