import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CannotRun } from '../cannot-run.ts';
import { startFakeFederation } from '../testing/fake-federation.ts';
import { childSettings, runSuiteApart } from './run-suite-apart.ts';
import { findUnprivilegedUser } from './unprivileged.ts';

describe('the runner in a process of its own', () => {
  test.each(['http', 'browser'] as const)(
    'runs by %s and hands over the run, its progress on the way',
    async (mode) => {
      await using federation = await startFakeFederation();
      const { rehearsal, service } = federation;
      const progress: string[] = [];
      const run = await runSuiteApart({
        rehearsal,
        service,
        mode,
        sandbox: 'preferred',
        only: ['accept.plain', 'id-token.wrong-issuer'],
        onProgress: ({ kind }) => progress.push(kind),
      });
      expect(run.results.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual([
        'accept.plain passed',
        'id-token.wrong-issuer passed',
      ]);
      expect(run).toMatchObject({ mode, coverage: 'part', serviceId: 'service', registrationVersion: 3 });
      expect(progress).toEqual(['started', 'result', 'result']);
    },
  );

  test('says why it could not begin', async () => {
    await using federation = await startFakeFederation({ dead: true });
    const { rehearsal, service } = federation;
    const running = runSuiteApart({ rehearsal, service, mode: 'http', only: ['accept.plain'] });
    const error = await running.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CannotRun);
    expect(error).toMatchObject({ reason: 'never-signed-in', pageText: expect.stringContaining('refusée') });
  });

  test('has an empty environment', () => {
    // What a deployment keeps there: none of it may be seen by what opens partners' pages.
    expect(process.env.PATH).toBeDefined();
    expect(Object.keys(childSettings().options.env ?? {}).sort()).toEqual(['NODE_ENV', 'TMPDIR']);
  });

  test('is nobody, where root starts it and others may read the program', async ({ skip }) => {
    skip(process.getuid?.() !== 0, 'only root can give a process to another user');
    expect(childSettings().options).toMatchObject({ uid: 65_534, gid: 65_534 });
    const hidden = await mkdtemp(join(tmpdir(), 'garance-hidden-'));
    await chmod(hidden, 0o700);
    await writeFile(join(hidden, 'main.js'), '');
    expect(findUnprivilegedUser([join(hidden, 'main.js')])).toBe(undefined);
    await rm(hidden, { recursive: true });
  });

  test('gets tokens one by one, and is refused when the rehearsalService refuses', async () => {
    await using federation = await startFakeFederation();
    const { rehearsal, service } = federation;
    const running = runSuiteApart({
      service,
      mode: 'http',
      only: ['accept.plain'],
      rehearsal: { ...rehearsal, token: () => Promise.reject(new Error('the rehearsalService is closed')) },
    });
    await expect(running).rejects.toThrow('the rehearsalService is closed');
  });

  test('ends when it is told to', async () => {
    await using federation = await startFakeFederation();
    const { rehearsal, service } = federation;
    const stop = new AbortController();
    const running = runSuiteApart({
      rehearsal,
      service,
      mode: 'http',
      only: ['accept.plain'],
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('stopped')),
    });
    await expect(running).rejects.toThrow('stopped');
  });
});
