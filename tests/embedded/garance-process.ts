import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built program: see `waitForBuild`. This file runs from `tests` and, built, from `tests/dist`. */
const [, repository = ''] = /^(.*)[\\/]tests[\\/]/.exec(fileURLToPath(import.meta.url)) ?? [];
const program = join(repository, 'apps/garance/dist/main.js');

export interface Place {
  readonly basePort: number;
  readonly dataDir: string;
}

export interface GaranceProcess {
  readonly child: ChildProcess;
  /** Its output so far. */
  output(): string;
  /** Resolves when the federation is ready. @throws Error with the output when it ends before */
  ready(): Promise<void>;
  /** Resolves when it has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

/** Runs the command `garance` in its own process, with its own ports and data. */
export function runGarance(args: readonly string[], { basePort, dataDir }: Place): GaranceProcess {
  return runCommand(args, { GARANCE_PORT: String(basePort), GARANCE_DATA: dataDir });
}

/**
 * Runs the command `garance` in its own process, with these variables besides the test's own.
 * @param built main file of another build than this one's
 */
export function runCommand(
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
  built: string = program,
): GaranceProcess {
  const child = spawn(process.execPath, [built, ...args], {
    env: {
      ...process.env,
      ...variables,
      // Compile cache shared by all processes of these tests.
      NODE_COMPILE_CACHE: join(tmpdir(), 'garance-compiled'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const isReady = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes('Garance is ready')) isReady.resolve();
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => {
    isReady.reject(new Error(`garance ended: ${output}`));
    return { code, signal };
  });
  // A failure rejects `ready()`; this handler is for tests that never call it.
  isReady.promise.catch(() => {});
  return { child, ended, output: () => output, ready: () => isReady.promise };
}
