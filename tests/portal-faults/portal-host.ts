/** The parent's side: one process at a time uses the data directory, while the next one is started already. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Answer, Commands } from './portal-process.ts';

/** The built program: see `waitForBuild`. */
const program = fileURLToPath(new URL('../dist/portal-faults/portal-process.js', import.meta.url));

type Payload<Name extends keyof Commands> = Parameters<Commands[Name]>[0];
type Value<Name extends keyof Commands> = Awaited<ReturnType<Commands[Name]>>;

export interface PortalHost {
  /** Sends a command to the running process, which is started again after a kill. */
  ask<Name extends keyof Commands>(command: Name, payload: Payload<Name>): Promise<Value<Name>>;
  /** Sends a command during which the process ends. @throws Error when it answers */
  dies<Name extends keyof Commands>(command: Name, payload: Payload<Name>): Promise<void>;
  /** Kills the running process. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

interface Place {
  /** The data directory. */
  readonly directory: string;
  readonly smtpPort: number;
}

export function createPortalHost({ directory, smtpPort }: Place): PortalHost {
  const warmUp = (): ChildProcess =>
    spawn(process.execPath, [program], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'garance-compiled') },
    });
  let generation = 0;
  let warm = warmUp();
  let current: ChildProcess | undefined;

  const send = async (child: ChildProcess, command: keyof Commands, payload: unknown): Promise<unknown> => {
    const ended = new AbortController();
    const exited = once(child, 'exit', { signal: ended.signal }).then(([code, signal]) => {
      throw new Error(`ended with ${code ?? signal} during ${command}`);
    });
    exited.catch(() => {});
    child.send({ command, payload });
    const [answer] = (await Promise.race([once(child, 'message', { signal: ended.signal }), exited])) as [
      Answer,
    ];
    ended.abort();
    if (!answer.ok) throw new Error(`${command}: ${answer.message}`);
    return answer.value;
  };
  const running = async (): Promise<ChildProcess> => {
    if (current !== undefined) return current;
    current = warm;
    warm = warmUp();
    await send(current, 'open', { directory: join(directory, 'database'), smtpPort, generation });
    generation += 1;
    return current;
  };
  const end = async (child: ChildProcess): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return {
    ask: async (command, payload) => (await send(await running(), command, payload)) as never,
    dies: async (command, payload) => {
      const child = await running();
      const gone = once(child, 'exit');
      const outlived = once(child, 'message').then((messages) => {
        const [answer] = messages as [Answer];
        throw new Error(answer.ok ? `outlived ${command}` : answer.message);
      });
      outlived.catch(() => {});
      child.send({ command, payload });
      const [, signal] = (await Promise.race([gone, outlived])) as [number | null, NodeJS.Signals | null];
      current = undefined;
      if (signal !== 'SIGKILL') throw new Error(`${command} ended by ${signal} and not by SIGKILL`);
    },
    kill: async () => {
      if (current !== undefined) await end(current);
      current = undefined;
    },
    close: async () => {
      await Promise.all([warm, current].map((child) => child && end(child)));
    },
  };
}
