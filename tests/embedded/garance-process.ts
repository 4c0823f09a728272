import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The program as it is built: `npm test` builds it first. */
const program = fileURLToPath(new URL('../../apps/garance/dist/main.js', import.meta.url));

export interface Place {
  readonly basePort: number;
  readonly dataDir: string;
}

export interface GaranceProcess {
  readonly child: ChildProcess;
  /** Everything it has said so far. */
  output(): string;
  /** Resolves when the federation is ready. @throws Error when it ends before, with what it said */
  ready(): Promise<void>;
  /** Resolves with how it ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

/** The command `garance` in a process of its own, on ports and data of its own. */
export function runGarance(args: readonly string[], { basePort, dataDir }: Place): GaranceProcess {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, GARANCE_PORT: String(basePort), GARANCE_DATA: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const isReady = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('Garance is ready')) isReady.resolve();
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => {
    isReady.reject(new Error(`garance ended: ${said}`));
    return { code, signal };
  });
  // Whoever waits hears of it; one that only expects the end does not.
  isReady.promise.catch(() => {});
  return { child, ended, output: () => said, ready: () => isReady.promise };
}
