import type { FastifyInstance } from 'fastify';

/** Resolves when what it names can be relied on, rejects otherwise. */
export type ReadinessCheck = () => Promise<void>;

export interface ReadinessOptions {
  /** By name: `inflight-store`, `keys`, `clock`. */
  readonly checks: Readonly<Record<string, ReadinessCheck>>;
  /** A check that takes longer has failed; 2,000 unless told. */
  readonly timeoutMs?: number;
}

async function passes(check: ReadinessCheck, timeoutMs: number): Promise<boolean> {
  const timeout = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => timeout.resolve(false), timeoutMs);
  try {
    const outcome = check().then(
      () => true,
      () => false,
    );
    return await Promise.race([outcome, timeout.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** `GET /readyz`: 200 when every check passes, 503 otherwise, with the state of each by name and no reason (the log has it). */
export function registerReadiness(
  app: FastifyInstance,
  { checks, timeoutMs = 2000 }: ReadinessOptions,
): void {
  app.get('/readyz', { config: { answers: 'json' }, logLevel: 'warn' }, async (_request, reply) => {
    const states = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await passes(check, timeoutMs)] as const),
    );
    const ready = states.every(([, ok]) => ok);
    const named = Object.fromEntries(states.map(([name, ok]) => [name, ok ? 'ok' : 'failing']));
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'failing', checks: named });
  });
}
