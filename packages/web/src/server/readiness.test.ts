import { describe, expect, it } from 'vitest';
import { buildServer } from './build-server.ts';
import { createPino } from './logging.ts';
import { type ReadinessCheck, registerReadiness } from './readiness.ts';

async function askReadiness(
  checks: Readonly<Record<string, ReadinessCheck>>,
  options: { readonly timeoutMs?: number; readonly mayFail?: readonly string[] } = {},
) {
  const logger = createPino({ name: 'test', level: 'silent' });
  const app = buildServer({ name: 'test', logger, issuerOrigin: 'http://localhost' });
  registerReadiness(app, { checks, ...options });
  const { statusCode, body } = await app.inject('/readyz');
  await app.close();
  return { statusCode, body };
}

describe('readiness', () => {
  it('is 200 when every check passes', async () => {
    const answer = await askReadiness({ store: async () => {}, keys: async () => {} });
    expect(answer).toEqual({
      statusCode: 200,
      body: '{"status":"ok","checks":{"store":"ok","keys":"ok"}}',
    });
  });

  it('names a failed check, without the reason', async () => {
    const answer = await askReadiness({
      store: () => Promise.reject(new Error('connection to postgres://user:secret@db refused')),
      keys: async () => {},
    });
    expect(answer).toEqual({
      statusCode: 503,
      body: '{"status":"failing","checks":{"store":"failing","keys":"ok"}}',
    });
  });

  it('reports a check that may fail, and is 200 without it, but not without another', async () => {
    const fails = () => Promise.reject(new Error('away'));
    const mayFail = ['store'];
    expect(await askReadiness({ store: fails, keys: async () => {} }, { mayFail })).toEqual({
      statusCode: 200,
      body: '{"status":"degraded","checks":{"store":"failing","keys":"ok"}}',
    });
    expect((await askReadiness({ store: fails, keys: fails }, { mayFail })).statusCode).toBe(503);
  });

  it('does not wait for a check that hangs', async () => {
    const answer = await askReadiness({ store: () => new Promise(() => {}) }, { timeoutMs: 10 });
    expect(answer.statusCode).toBe(503);
  });
});
