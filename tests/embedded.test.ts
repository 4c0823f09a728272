import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { startFederation } from './federation.ts';

test('everything starts in one process, answers on its port, and says so in run.json', async () => {
  const federation = await startFederation();
  const { run } = federation;
  expect(JSON.parse(await readFile(federation.runFile, 'utf8'))).toEqual(run);
  const origins = [
    run.portal,
    run.mailbox,
    run.demoService,
    run.civilRegister,
    ...Object.values(run.hubs).flatMap((hub) => Object.values(hub)),
  ].map((address) => new URL(address).origin);
  for (const origin of origins) expect((await fetch(`${origin}/healthz`)).status, origin).toBe(200);
  await federation.close();
});
