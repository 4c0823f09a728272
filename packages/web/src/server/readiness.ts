import type { FastifyInstance } from 'fastify';

/** Resolves when the named dependency is usable, rejects otherwise. */
export type ReadinessCheck = () => Promise<void>;

export interface ReadinessOptions {
  /** By name: `inflight-store`, `keys`, `clock`. */
  readonly checks: Readonly<Record<string, ReadinessCheck>>;
  /** Time limit of a check in milliseconds; default 2,000. */
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

/** `GET /readyz`: 200 when every check passes, else 503. States each check by name, without the reason, which is in the log. */
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
