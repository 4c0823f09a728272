import { describe, expect, it } from 'vitest';
import { buildServer } from './build-server.ts';
import { createPino } from './logging.ts';
import { type ReadinessCheck, registerReadiness } from './readiness.ts';

async function askReadiness(checks: Readonly<Record<string, ReadinessCheck>>, timeoutMs?: number) {
  const logger = createPino({ name: 'test', level: 'silent' });
  const app = buildServer({ name: 'test', logger, issuerOrigin: 'http://localhost' });
  registerReadiness(app, { checks, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
  const { statusCode, body } = await app.inject('/readyz');
  await app.close();
  return { statusCode, body };
}

describe('readiness', () => {
  it('is there when every check passes', async () => {
    const answer = await askReadiness({ store: async () => {}, keys: async () => {} });
    expect(answer).toEqual({
      statusCode: 200,
      body: '{"status":"ok","checks":{"store":"ok","keys":"ok"}}',
    });
  });

  it('names what fails, and says nothing of why', async () => {
    const answer = await askReadiness({
      store: () => Promise.reject(new Error('connection to postgres://user:secret@db refused')),
      keys: async () => {},
    });
    expect(answer).toEqual({
      statusCode: 503,
      body: '{"status":"failing","checks":{"store":"failing","keys":"ok"}}',
    });
  });

  it('does not wait for a check that hangs', async () => {
    const answer = await askReadiness({ store: () => new Promise(() => {}) }, 10);
    expect(answer.statusCode).toBe(503);
  });
});
