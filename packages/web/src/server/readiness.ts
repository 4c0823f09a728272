import type { FastifyInstance } from 'fastify';

/** Resolves when the named dependency is usable, rejects otherwise. */
export type ReadinessCheck = () => Promise<void>;

export interface ReadinessOptions {
  /** By name: `inflight-store`, `keys`, `clock`. */
  readonly checks: Readonly<Record<string, ReadinessCheck>>;
  /** Checks that are reported but do not affect readiness, because the server works without them. */
  readonly mayFail?: readonly string[];
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

/** Each check by name, and whether it passed within the time limit. */
export function runChecks(
  checks: ReadinessOptions['checks'],
  timeoutMs = 2000,
): Promise<readonly (readonly [name: string, isOk: boolean])[]> {
  return Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await passes(check, timeoutMs)] as const),
  );
}

/** `GET /readyz`: 200 when every check passes that may not fail, else 503. States each check by name, without the reason, which is in the log. */
export function registerReadiness(
  app: FastifyInstance,
  { checks, mayFail = [], timeoutMs }: ReadinessOptions,
): void {
  app.get('/readyz', { config: { answers: 'json' }, logLevel: 'warn' }, async (_request, reply) => {
    const states = await runChecks(checks, timeoutMs);
    const failing = states.filter(([, ok]) => !ok).map(([name]) => name);
    const ready = failing.every((name) => mayFail.includes(name));
    const named = Object.fromEntries(states.map(([name, ok]) => [name, ok ? 'ok' : 'failing']));
    return reply.code(ready ? 200 : 503).send({ status: statusOf(ready, failing), checks: named });
  });
}

function statusOf(ready: boolean, failing: readonly string[]): 'ok' | 'degraded' | 'failing' {
  if (!ready) return 'failing';
  return failing.length === 0 ? 'ok' : 'degraded';
}
