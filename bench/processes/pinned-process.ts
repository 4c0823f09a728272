import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Answer } from './child.ts';

/** A child process bound to one core, with typed calls. */
export interface PinnedProcess<Commands extends CommandTypes> {
  call<Name extends keyof Commands & string>(
    command: Name,
    payload: Commands[Name]['in'],
  ): Promise<Commands[Name]['out']>;
  stop(): Promise<void>;
}
export type CommandTypes = object & {
  readonly [name: string]: { readonly in: unknown; readonly out: unknown };
};

const extension = extname(import.meta.filename);

/** Whether processes can be bound to a core here (Linux with util-linux). */
export const canPin: boolean = spawnSync('taskset', ['-c', '0', 'true']).status === 0;

/**
 * Starts a module of the bench on one core, with all its threads, garbage collector included.
 * `module` is relative to the bench folder and without extension, because the same code runs as source and as build.
 */
export function startPinned<Commands extends CommandTypes>(
  module: string,
  core: number,
): PinnedProcess<Commands> {
  const file = fileURLToPath(new URL(`../${module}${extension}`, import.meta.url));
  const node = [process.execPath, file];
  const [command = '', ...args] = canPin ? ['taskset', '-c', String(core), ...node] : node;
  const child = spawn(command, args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  return connect(child, module);
}

function connect<Commands extends CommandTypes>(
  child: ChildProcess,
  module: string,
): PinnedProcess<Commands> {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.once('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${module} ended with ${code}`));
  });
  child.on('message', (answer: Answer) => {
    const call = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.ok) call?.resolve(answer.value);
    else call?.reject(new Error(`${module}: ${answer.message}`));
  });
  return {
    call: (command, payload) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, { resolve: resolve as (value: unknown) => void, reject });
        child.send({ id: lastId, command, payload });
      }),
    stop: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
