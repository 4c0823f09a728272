import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../embedded/usage-error.ts';
import * as commands from './commands.ts';

const { hub: startHub, portal, worker, migrate, config: checkConfig } = commands;
const all = { hub: startHub, portal, worker, migrate, config: checkConfig };
const folder = mkdtempSync(join(tmpdir(), 'garance-commands-'));
afterAll(() => rmSync(folder, { recursive: true }));

const hub = (platform: string, port: number) => ({
  platform,
  environment: 'integration',
  issuer: `https://${platform}.example/api/v2`,
  listen: { port },
  internal: { port: port + 1 },
});
const file = join(folder, 'garance.json');
const configuration = {
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
  hubs: [hub('standard', 8000), hub('plus', 8010)],
};
writeFileSync(file, JSON.stringify(configuration), { mode: 0o600 });

const config = ['--config', file];
const integration = ['--platform', 'standard', '--environment', 'integration'];
const production = ['--platform', 'standard', '--environment', 'production'];

describe('a command that cannot run prints the reason', () => {
  it.each([
    ['hub', integration, '--config FILE is missing'],
    ['hub', ['--environment', 'integration', ...config], '--platform must be given'],
    [
      'hub',
      ['--platform', 'Standard', '--environment', 'integration', ...config],
      '--platform must be given',
    ],
    ['hub', [...production, ...config], 'no section of standard production'],
    ['hub', [...integration, ...config, '--workers', '2'], 'memory serves one process'],
    ['hub', [...integration, ...config, '--workers', '0'], '--workers must be a number'],
    ['hub', [...integration, ...config, '--workers', '65'], '--workers must be a number'],
    ['hub', [...integration, ...config, '--workers', '1.5'], '--workers must be a number'],
    ['hub', [...integration, ...config, '--workers', ''], '--workers must be a number'],
    ['portal', config, 'portal: the section is missing'],
    ['worker', config, 'worker: the section is missing'],
    ['worker', [...config, '--wrong'], "Unknown option '--wrong'"],
    ['worker', [...config, 'more'], 'Unexpected argument'],
    ['migrate', ['--config', 'nowhere.json'], 'cannot be read'],
    ['config', ['check'], 'garance config check FILE'],
    ['config', ['check', file, file], 'garance config check FILE'],
    ['config', ['look', file], 'garance config check FILE'],
  ] as const)('garance %s %j', async (name, args, words) => {
    const done = all[name](args, {});
    await expect(done).rejects.toBeInstanceOf(UsageError);
    await expect(done).rejects.toThrow(words);
  });

  it.each([
    ['GARANCE_LISTEN_PORT', '0'],
    ['GARANCE_LISTEN_PORT', '65536'],
    ['GARANCE_INTERNAL_PORT', 'many'],
    ['GARANCE_INTERNAL_PORT', ''],
    ['GARANCE_INTERNAL_PORT', '8e3'],
    ['GARANCE_LISTEN_PORT', '0x50'],
    ['GARANCE_LISTEN_PORT', ' 8080'],
    ['GARANCE_LISTEN_PORT', '8080.5'],
  ])('with %s=%s', async (name, value) => {
    await expect(commands.hub([...integration, ...config], { [name]: value })).rejects.toThrow(
      `${name} must be a port`,
    );
  });
});
