import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createManualClock, type HubId, systemClock } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { createServiceState, openAlerts } from './service-state.ts';

const standard: HubId = { platform: 'standard', environment: 'production' };
const plus: HubId = { platform: 'plus', environment: 'production' };
const hubs = [standard, plus];
const startMs = Date.UTC(2026, 10, 3, 9);

const alert = (
  changes: Readonly<Record<string, unknown>> = {},
  labels: Readonly<Record<string, string>> = {},
) => ({
  labels: { alertname: 'GaranceHubDown', audience: 'public', server: 'hub-plus-production', ...labels },
  annotations: {},
  state: 'firing',
  activeAt: '2026-11-03T08:30:00.5Z',
  value: '1e+00',
  ...changes,
});
const answer = (...alerts: readonly unknown[]) => JSON.stringify({ status: 'success', data: { alerts } });

function setUp(first: () => string) {
  const clock = createManualClock(startMs);
  const logged: object[] = [];
  let body = first;
  let reads = 0;
  const read = createServiceState({
    hubs,
    clock,
    logger: { warn: (fields) => void logged.push(fields) },
    fetchAlerts: async () => {
      reads += 1;
      return body();
    },
  });
  const answerWith = (next: () => string): void => {
    body = next;
  };
  return { clock, logged, read, countReads: () => reads, answerWith };
}

describe('the state of the hubs', () => {
  it('is disturbed from the start of the first active alert of a hub', async () => {
    const { read } = setUp(() =>
      answer(alert(), alert({ activeAt: '2026-11-03T08:00:00Z' }, { alertname: 'GaranceSlow' })),
    );
    expect(await read()).toEqual({
      kind: 'known',
      hubs: [{ hub: standard }, { hub: plus, disturbedSinceMs: Date.UTC(2026, 10, 3, 8) }],
    });
  });

  it.each([
    ['none', answer()],
    ['one that may yet pass', answer(alert({ state: 'pending' }))],
    ['one for the operator alone', answer(alert({}, { audience: 'operators' }))],
    ['one of a hub that is not ours', answer(alert({}, { server: 'hub-plus-integration' }))],
    ['one whose server only begins like ours', answer(alert({}, { server: 'hub-plus-production-2' }))],
  ])('is normal when the alerts are %s', async (_what, body) => {
    expect(await setUp(() => body).read()).toEqual({
      kind: 'known',
      hubs: [{ hub: standard }, { hub: plus }],
    });
  });

  const { server: _server, ...ofNoServer } = alert().labels;
  it.each([
    ['says that nothing is watched', answer({ ...alert(), labels: ofNoServer })],
    ['is no JSON', '<html>'],
    ['is empty', ''],
    ['is an error of Prometheus', JSON.stringify({ status: 'error', errorType: 'bad_data', error: 'x' })],
    ['has no alerts', JSON.stringify({ status: 'success', data: {} })],
    ['has an alert without labels', answer({ state: 'firing', activeAt: '2026-11-03T08:30:00Z' })],
    ['has an alert that began at no time', answer(alert({ activeAt: 'yesterday' }))],
  ])('is unknown when the answer %s', async (_what, body) => {
    expect(await setUp(() => body).read()).toEqual({ kind: 'unknown' });
  });

  it('is unknown when Prometheus does not answer, and the log states it without its address', async () => {
    const { read, logged } = setUp(() => {
      throw new Error('http://prometheus.internal/');
    });
    expect(await read()).toEqual({ kind: 'unknown' });
    expect(logged).toEqual([{ reason: 'Error' }]);
  });

  it('is requested once in thirty seconds, however often the page is read and whatever the answer', async () => {
    const { read, countReads, clock, answerWith } = setUp(() => 'no');
    await Promise.all([read(), read(), read()]);
    clock.advance(29_999);
    expect(await read()).toEqual({ kind: 'unknown' });
    expect(countReads()).toBe(1);
    answerWith(() => answer());
    clock.advance(1);
    expect((await read()).kind).toBe('known');
    expect(countReads()).toBe(2);
  });
});

const prometheus = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'prometheus'))
  .find((file) => existsSync(file));

const rules = `groups:
  - name: now
    interval: 1s
    rules:
      - alert: GaranceHubDown
        expr: vector(1)
        labels: { audience: public, server: hub-plus-production }
      - alert: GaranceSlow
        expr: vector(1)
        for: 1h
        labels: { audience: public, server: hub-standard-production }
`;

/** Starts Prometheus with these rules; resolves when it has evaluated them. */
async function startPrometheus(
  folder: string,
): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const port = await freePort();
  writeFileSync(join(folder, 'rules.yaml'), rules);
  writeFileSync(join(folder, 'prometheus.yaml'), 'rule_files: [rules.yaml]\n');
  const address = `127.0.0.1:${port}`;
  const child = spawn(
    prometheus ?? '',
    [
      `--config.file=${folder}/prometheus.yaml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=${address}`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const output: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')));
  const url = `http://${address}/api/v1/alerts`;
  // Prometheus does not tell when its first evaluation is done: polled until the answer has both alerts.
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const body = await fetch(url)
      .then((response) => response.text())
      .catch(() => '');
    if (body.includes('"firing"') && body.includes('"pending"')) return { url, child };
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill('SIGKILL');
  throw new Error(`Prometheus is not ready: ${output.join('').slice(-500)}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('a real Prometheus', () => {
  it('reports which hub is disturbed', async ({ skip }) => {
    if (prometheus === undefined) skip('needs Debian’s package prometheus (.ci/services start)');
    const folder = mkdtempSync(join(tmpdir(), 'garance-prometheus-'));
    const { url, child } = await startPrometheus(folder);
    await using stack = new AsyncDisposableStack();
    stack.defer(async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true });
    });
    const read = createServiceState({
      hubs,
      clock: systemClock,
      logger: { warn: () => {} },
      fetchAlerts: openAlerts(stack, url),
    });
    const state = await read();
    expect(state).toEqual({
      kind: 'known',
      hubs: [{ hub: standard }, { hub: plus, disturbedSinceMs: expect.any(Number) }],
    });
  });
});
