import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Folder of the tutorial's programs. */
export const examplesDir = fileURLToPath(new URL('../../docs/examples/', import.meta.url));

type Settings = Readonly<Record<'ISSUER' | 'PORT' | 'KEYS', string>>;

/** Runs a program of the tutorial until it ends. */
export async function runExample(name: string, settings: Partial<Settings>): Promise<void> {
  const [code] = await once(start(name, settings), 'exit');
  if (code !== 0) throw new Error(`${name} ended with ${code}`);
}

/** Starts a program of the tutorial and waits until it reports that it is ready. */
export async function startExample(name: string, settings: Settings) {
  const child = start(name, settings);
  const ended = once(child, 'exit');
  const ready = new Promise<void>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => `${chunk}`.includes('Ready:') && resolve());
  });
  const early = ended.then(([code]) => {
    throw new Error(`${name} ended with ${code} before it was ready`);
  });
  await Promise.race([ready, early]);
  early.catch(() => undefined);
  return {
    origin: `http://localhost:${settings.PORT}`,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

function start(name: string, settings: Partial<Settings>): ChildProcess {
  return spawn(process.execPath, [`${examplesDir}${name}`], {
    env: { PATH: process.env.PATH ?? '', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** A free port. */
