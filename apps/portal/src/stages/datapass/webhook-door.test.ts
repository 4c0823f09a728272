/** Checks before a delivery is read, over a store that records each access (security.md 15 and 17). */
import { createManualClock } from '@garance/core';
import { buildServer, createPino, type FastifyInstance } from '@garance/web/server';
import { describe, expect, it } from 'vitest';
import type { PortalDeps } from '../../deps.ts';
import { signBody } from '../../objects/datapass/signature.ts';
import { mountDatapassWebhook } from './webhook-route.ts';

const secret = 'a secret shared with the habilitation site of tests';
const trial = '{"test":true}';

async function build(datapassSecret?: string) {
  let touched = 0;
  const tables = { datapassDeliveries: { receive: async () => true, settle: async () => {} } };
  const portal = {
    transaction: async (work: (transactionTables: unknown) => Promise<unknown>) => {
      touched += 1;
      return work(tables);
    },
  };
  const deps = { config: { datapassSecret }, store: { portal }, clock: createManualClock(0) };
  const logger = createPino({ name: 'door', level: 'silent' });
  const app = buildServer({ name: 'door', logger, issuerOrigin: 'http://localhost:3000' });
  mountDatapassWebhook(app, deps as unknown as PortalDeps);
  app.post('/elsewhere', async ({ body }) => ({ body }));
  await app.ready();
  return { app, touched: () => touched };
}

async function send(app: FastifyInstance, payload: string, headers: Record<string, string | string[]> = {}) {
  const signed = { 'content-type': 'application/json', 'x-hub-signature-256': signBody(secret, payload) };
  const all = Object.fromEntries(
    Object.entries({ ...signed, ...headers }).filter(([, value]) => value !== ''),
  );
  const answer = await app.inject({ method: 'POST', url: '/datapass/webhook', headers: all, payload });
  return { answer, status: answer.statusCode, code: answer.json<{ error_code?: string }>().error_code };
}

describe('requests to the webhook', () => {
  it('are accepted with a signature of their exact bytes, with no-store', async () => {
    const { app, touched } = await build(secret);
    const { answer, status } = await send(app, trial);
    expect([status, answer.json(), touched()]).toEqual([200, { test: true }, 1]);
    expect(answer.headers['cache-control']).toBe('no-store');
    await app.close();
  });

  it.each<[string, Record<string, string | string[]>]>([
    ['no signature', { 'x-hub-signature-256': '' }],
    ['that of other bytes', { 'x-hub-signature-256': signBody(secret, `${trial} `) }],
    ['that of another secret', { 'x-hub-signature-256': signBody('another', trial) }],
    ['two', { 'x-hub-signature-256': [signBody(secret, trial), signBody(secret, trial)] }],
  ])('are refused with %s, and not stored', async (_, headers) => {
    const { app, touched } = await build(secret);
    const { status, code } = await send(app, trial, headers);
    expect([status, code, touched()]).toEqual([403, 'datapass.signature_invalid', 0]);
    await app.close();
  });

  it('are refused where no secret is configured, also with a signature under an empty one', async () => {
    const { app, touched } = await build();
    const { code } = await send(app, trial, { 'x-hub-signature-256': signBody('', trial) });
    expect([code, touched()]).toEqual(['datapass.not_configured', 0]);
    await app.close();
  });

  it('are answered as JSON, whatever the Accept header', async () => {
    const { app } = await build(secret);
    const { answer } = await send(app, trial, { accept: 'text/html', 'x-hub-signature-256': 'none' });
    expect(answer.headers['content-type']).toContain('application/json');
    await app.close();
  });

  it('are read as JSON only', async () => {
    const { app, touched } = await build(secret);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/octet-stream']) {
      expect((await send(app, trial, { 'content-type': type })).code, type).toBe('datapass.media_type');
    }
    expect(touched()).toBe(0);
    await app.close();
  });

  it('may have a body of one megabyte, and not a byte more', async () => {
    const { app, touched } = await build(secret);
    const longest = `{"test":true,"x":"${'y'.repeat(1_048_576 - 20)}"}`;
    expect(longest).toHaveLength(1_048_576);
    expect((await send(app, longest)).status).toBe(200);
    expect((await send(app, `${longest} `)).status).toBe(413);
    expect(touched()).toBe(1);
    await app.close();
  });

  it('leave the parsers of other routes unchanged', async () => {
    const { app } = await build(secret);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await app.inject({ method: 'POST', url: '/elsewhere', headers, payload: 'a=1' });
    expect(answer.json()).toEqual({ body: 'a=1' });
    await app.close();
  });
});
