/** Separate machines for a test, made of this machine's namespaces, each with a running systemd: `boot-machine.sh`. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';

const bootScript = fileURLToPath(new URL('boot-machine.sh', import.meta.url));
const systemd = '/lib/systemd/systemd';

export interface Machine {
  readonly name: string;
  /** Runs lines of `bash` as root on it. @throws Error with their output when they fail */
  run(lines: string): Promise<string>;
}

export interface Machines {
  boot(name: string): Promise<Machine>;
  /** The folder that all of them see as `/tmp`. */
  readonly tmp: string;
}

/** Reason why no machine can be booted here. */
export function noMachines(programs: readonly string[]): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'needs root on Linux';
  if (!existsSync(systemd)) return 'needs systemd';
  const tried = spawnSync('unshare', [
    '--pid',
    '--fork',
    '--mount',
    '--cgroup',
    'mount',
    '--make-rprivate',
    '/',
  ]);
  if (tried.status !== 0) return 'needs namespaces (CAP_SYS_ADMIN)';
  const absent = programs.filter((path) => !existsSync(path));
  return absent.length === 0 ? undefined : `needs ${absent.join(', ')} (.ci/services start)`;
}

/** @param stack ends the machines and removes their files */
export async function openMachines(stack: AsyncDisposableStack): Promise<Machines> {
  const folder = await mkdtemp(join(tmpdir(), 'garance-machines-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const tmp = join(folder, 'tmp');
  await mkdir(tmp, { mode: 0o1777 });
  const boot = async (name: string): Promise<Machine> => {
    const own = join(folder, name);
    await mkdir(own);
    // The machine ends with this process, however that ends.
    const words = ['--pdeathsig', 'KILL', 'sh', bootScript, own, tmp];
    const child = spawn('setpriv', words, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        output += String(text);
      });
    }
    const ended = once(child, 'close');
    stack.defer(async () => {
      child.kill('SIGKILL');
      await ended;
      await removeControlGroups(own);
    });
    const first = await vi
      .waitFor(() => firstProcessOf(child.pid ?? 0), { timeout: 20_000 })
      .catch(() => {
        throw new Error(`the machine ${name} does not boot: ${output}`);
      });
    const machine = { name, run: (lines: string) => runIn(first, lines, name) };
    // Its bus is available shortly after the start.
    await vi.waitFor(() => machine.run('systemctl is-system-running --wait'), { timeout: 20_000 });
    await machine.run('systemctl start systemd-journald');
    return machine;
  };
  return { boot, tmp };
}

/** Named by the boot script after the folder; empty shortly after the first process has ended. */
async function removeControlGroups(own: string): Promise<void> {
  const group = `${basename(dirname(own))}-${basename(own)}`;
  const find = ['/sys/fs/cgroup', '-depth', '-type', 'd', '-path', `*/${group}*`];
  await vi.waitFor(
    () => {
      spawnSync('find', [...find, '-exec', 'rmdir', '{}', ';'], { stdio: 'ignore' });
      if (spawnSync('find', find, { encoding: 'utf8' }).stdout !== '') throw new Error(`${group} is in use`);
    },
    { timeout: 10_000 },
  );
}

/** Process id, on this machine, of the machine's process 1. */
async function firstProcessOf(outer: number): Promise<string> {
  const children = await readFile(`/proc/${outer}/task/${outer}/children`, 'utf8');
  const [first = ''] = children.trim().split(' ');
  if ((await readFile(`/proc/${first}/comm`, 'utf8')).trim() !== 'systemd') throw new Error('not yet');
  return first;
}

async function runIn(first: string, lines: string, name: string): Promise<string> {
  const child = spawn(
    'nsenter',
    ['-t', first, '-a', 'bash', '-euo', 'pipefail', '-c', `cd /root\n${lines}`],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, HOME: '/root', LANG: 'C.UTF-8' },
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      output += String(text);
    });
  }
  const [code] = await once(child, 'close');
  if (code === 0) return output;
  const journal = spawnSync(
    'nsenter',
    [
      '-t',
      first,
      '-a',
      'journalctl',
      '-n',
      '60',
      '-o',
      'cat',
      '--no-pager',
      '_TRANSPORT=stdout',
      '_TRANSPORT=journal',
    ],
    {
      encoding: 'utf8',
    },
  );
  throw new Error(`on ${name}:\n${lines}\nended with ${code}:\n${output.slice(-4_000)}\n${journal.stdout}`);
}
