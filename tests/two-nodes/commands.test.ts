// @module-tag built
/** Commands of an installation with a mistake: their messages, without any server. */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitForBuild } from '../built.ts';
import { runCommand } from '../embedded/garance-process.ts';

let folder: string;
let file: string;

const hub = (platform: string) => ({
  platform,
  environment: 'integration',
  issuer: `https://${platform}.example/api/v2`,
  listen: { port: 8000 },
  internal: { port: 8001 },
});
const good = {
  database: { url: 'postgres://127.0.0.1:9/garance' },
  masterKey: Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('base64'),
  inflight: { kind: 'memory' },
  register: { integration: { url: 'none' } },
  mail: {
    smtpUrl: 'smtp://127.0.0.1:9',
    from: 'G <a@b.example>',
    operator: 'a@b.example',
    domain: 'b.example',
  },
  hubs: [hub('standard'), hub('plus')],
};

beforeAll(async () => {
  await waitForBuild();
  folder = await mkdtemp(join(tmpdir(), 'garance-commands-'));
  file = join(folder, 'garance.json');
  await writeFile(file, JSON.stringify(good), { mode: 0o600 });
});
afterAll(() => rm(folder, { recursive: true }));

async function runToEnd(
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly text: string }> {
  const run = runCommand(args);
  const { code } = await run.ended;
  expect(run.output()).not.toMatch(/^\s+at /m);
  return { code, text: run.output() };
}

describe('garance config check', () => {
  test('reports that a file can be used', async () => {
    expect(await runToEnd(['config', 'check', file])).toEqual({ code: 0, text: `${file} can be used.\n` });
  });

  test('lists every problem, each with its place and fix, and exits with 1', async () => {
    const bad = join(folder, 'bad.json');
    const production = { ...hub('standard'), environment: 'production', issuer: 'http://a.example/api/v2' };
    await writeFile(bad, JSON.stringify({ ...good, hubs: [production], logLevel: 'loud', colour: 1 }));
    await chmod(bad, 0o644);
    const { code, text } = await runToEnd(['config', 'check', bad]);
    expect(code).toBe(1);
    for (const place of [
      'hubs[0].issuer: ',
      'logLevel: ',
      'colour: ',
      'masterKey: ',
      'register.production: ',
    ]) {
      expect(text).toContain(place);
    }
    expect(text).toContain('5 problems');
    expect(text).not.toContain(good.masterKey);
  });
});

describe('a process that cannot start', () => {
  const which = ['hub', '--platform', 'standard', '--environment'];
  test.each([
    [[...which, 'integration', '--config', 'FILE', '--workers', '2'], 'memory serves one process'],
    [[...which, 'integration', '--config', 'FILE'], 'does not take the connection (ECONNREFUSED)'],
    [['audit', 'verify', '--config'], '--config names no file'],
  ])('%j prints the reason', async (args, words) => {
    const { code, text } = await runToEnd(args.map((word) => (word === 'FILE' ? file : word)));
    expect(code).toBe(1);
    expect(text).toContain(words);
  });
});
