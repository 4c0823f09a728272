import { serveCommands } from '../processes/child.ts';
import { ownUsage } from '../processes/usage.ts';
import { createBareLogin, createJoseLogin, type LimitConfig } from './operations.ts';

export interface LimitOutcome {
  /** CPU milliseconds of one login's cryptography on node:crypto. */
  readonly bareCpuMs: number;
  /** The same through `jose`. */
  readonly joseCpuMs: number;
}

export type LimitCommands = {
  measure: { in: LimitConfig & { readonly durationMs: number }; out: LimitOutcome };
};

/** CPU milliseconds of a login: eight at a time, as on a busy server, for half the time after a warm-up of a quarter. */
async function cpuPerLogin(login: () => unknown, durationMs: number): Promise<number> {
  await repeat(login, durationMs / 4);
  const before = ownUsage().cpuMs;
  const logins = await repeat(login, durationMs / 2);
  return (ownUsage().cpuMs - before) / logins;
}

async function repeat(login: () => unknown, durationMs: number): Promise<number> {
  const until = performance.now() + durationMs;
  let logins = 0;
  while (performance.now() < until) {
    await Promise.all(Array.from({ length: 8 }, login));
    logins += 8;
  }
  return logins;
}

serveCommands({
  measure: async (config: LimitCommands['measure']['in']): Promise<LimitOutcome> => ({
    bareCpuMs: await cpuPerLogin(createBareLogin(config), config.durationMs / 2),
    joseCpuMs: await cpuPerLogin(await createJoseLogin(config), config.durationMs / 2),
  }),
});
