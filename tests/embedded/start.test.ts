import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findFreeRange, startFederation, type TestFederation } from '../federation.ts';
import { everyHub, kidsOf, signInAtDemoService } from './at-the-federation.ts';

test('everything starts in one process, answers on its port, and is listed in run.json', async () => {
  const federation = await startFederation();
  const { run } = federation;
  expect(JSON.parse(await readFile(federation.runFile, 'utf8'))).toEqual(run);
  const origins = [
    run.portal,
    run.mailbox,
    run.demoService,
    run.civilRegister,
    ...Object.values(run.hubs).flatMap((hub) => Object.values(hub)),
    run.rehearsalIssuers.standard,
  ].map((address) => new URL(address).origin);
  for (const origin of origins) expect((await fetch(`${origin}/healthz`)).status, origin).toBe(200);
  await federation.close();
});

/** Values that stay the same after a restart and change after `--reset`. */
async function lastingFacts({ run }: TestFederation) {
  const kids = await Promise.all(everyHub.map((hub) => kidsOf(run, hub)));
  const secrets = run.clients.flatMap(({ clientSecret }) => clientSecret ?? []);
  const sub = await signInAtDemoService(run, { provider: 'low', login: 'basile', password: 'garance' });
  return { kids: kids.flat(), secrets, sub };
}

test('keys, secrets and subject identifiers survive a restart, and --reset starts afresh', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'garance-restart-'));
  const where = { dataDir, basePort: await findFreeRange() };
  const first = await startFederation(where);
  const before = await lastingFacts(first);
  await first.close();

  const second = await startFederation(where);
  expect(await lastingFacts(second)).toEqual(before);
  await second.close();

  const third = await startFederation({ ...where, reset: true });
  const anew = await lastingFacts(third);
  await third.close();
  expect(anew.kids).toHaveLength(before.kids.length);
  expect(before.kids.filter((kid) => anew.kids.includes(kid))).toEqual([]);
  expect(before.secrets.filter((secret) => anew.secrets.includes(secret))).toEqual([]);
  expect(anew.sub).not.toBe(before.sub);
  await rm(dataDir, { recursive: true });
});

test('a port in use is reported with the server that needs it', async () => {
  const basePort = await findFreeRange();
  const port = basePort + 13;
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  await expect(startFederation({ basePort })).rejects.toThrow(
    `Port ${port} (mailbox) is taken by another program`,
  );
  server.close();
});
