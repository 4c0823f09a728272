/** CPU and memory profiles of a running process, on demand: for the internal listener only. */
import { Session } from 'node:inspector/promises';
import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export interface ProfilingOptions {
  /** Resolves after that time, or when the signal aborts; a timer by default. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const secondsAtMost = 60;

/**
 * `GET /profile?seconds=N` (1 to 60, 10 by default): records a CPU profile for the developer tools of Chromium
 * (`.cpuprofile`); one at a time, else 409. `GET /heap`: sizes of the heap and its spaces, never a snapshot, which
 * would contain every value in memory. A profile contains names of functions and files, and no value.
 */
export function registerProfiling(app: FastifyInstance, { wait = waitFor }: ProfilingOptions = {}): void {
  const closing = new AbortController();
  let isRunning = false;
  app.addHook('preClose', async () => closing.abort());
  app.get('/profile', { config: { answers: 'json' } }, async (request, reply) => {
    const seconds = readSeconds(request);
    if (seconds === undefined) return refuse(reply, 400, `seconds is a number from 1 to ${secondsAtMost}`);
    if (isRunning) return refuse(reply, 409, 'a profile is being made');
    isRunning = true;
    try {
      const profile = await profileFor((signal) => wait(seconds * 1000, signal), closing.signal);
      return reply.type('application/json').send(JSON.stringify(profile));
    } finally {
      isRunning = false;
    }
  });
  app.get('/heap', { config: { answers: 'json' } }, async (_request, reply) =>
    reply.send({
      heap: getHeapStatistics(),
      spaces: getHeapSpaceStatistics(),
      memory: process.memoryUsage(),
    }),
  );
}

function refuse(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).send({ error: message });
}

function readSeconds({ query }: FastifyRequest): number | undefined {
  const { seconds = '10' } = query as Readonly<Record<string, unknown>>;
  if (typeof seconds !== 'string' || !/^\d{1,2}$/.test(seconds)) return undefined;
  const number = Number(seconds);
  return number >= 1 && number <= secondsAtMost ? number : undefined;
}

async function profileFor(
  wait: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<unknown> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.start');
    await wait(signal);
    return (await session.post('Profiler.stop')).profile;
  } finally {
    session.disconnect();
  }
}

function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
