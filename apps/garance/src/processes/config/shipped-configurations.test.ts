/** Every configuration that `deploy/` ships can be used as it is, once it has its values and secrets. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { checkConfiguration } from './check-configuration.ts';

const deploy = fileURLToPath(new URL('../../../../../deploy/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'garance-shipped-'));
afterAll(() => rmSync(folder, { recursive: true }));

const secrets = {
  'master-key': Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('base64'),
  'database-url': 'postgres://garance:p@10.0.0.20/garance?sslmode=verify-full',
  'inflight-password': 'p',
  'smtp-url': 'smtp://10.0.0.30:25',
  'register-key': '-----BEGIN PRIVATE KEY-----',
};
const env = { CREDENTIALS_DIRECTORY: join(folder, 'secrets') };
mkdirSync(env.CREDENTIALS_DIRECTORY);
for (const [name, value] of Object.entries(secrets))
  writeFileSync(join(env.CREDENTIALS_DIRECTORY, name), `${value}\n`, { mode: 0o600 });
for (const name of ['inside.pem', 'register.pem'])
  writeFileSync(join(folder, name), '-----BEGIN CERTIFICATE-----');

/** Replaces values as `deploy/fill` does, without the program that it needs. */
function filled(text: string): string {
  const values = readFileSync(join(deploy, 'values'), 'utf8');
  return [...values.matchAll(/^([A-Z_]+)=(.*)$/gm)].reduce(
    (done, [, name = '', value = '']) => done.replaceAll(['$', '{', name, '}'].join(''), value),
    text,
  );
}

/** The file in the ConfigMap of the rendered chart: a quoted text on one line. */
function inChart(): string {
  const line = /^ {2}garance\.json: (".*")$/m.exec(readFileSync(join(deploy, 'helm/rendered.yaml'), 'utf8'));
  return JSON.parse(line?.[1] ?? '""');
}

const example = (name: string) => filled(readFileSync(join(deploy, name), 'utf8'));

it.each([
  ['configuration/integration.json', () => example('configuration/integration.json')],
  ['configuration/production.json', () => example('configuration/production.json')],
  ['container/garance.json', () => example('container/garance.json')],
  ['helm/garance/values.yaml', inChart],
])('%s', (name, read) => {
  const file = join(folder, name.replaceAll('/', '-'));
  writeFileSync(file, read());
  expect(checkConfiguration(file, env)).toMatchObject({ problems: [], configuration: { logLevel: 'info' } });
});

it('deploy/fill refuses a name that the values lack', ({ skip }) => {
  try {
    execFileSync('envsubst', ['--version'], { stdio: 'ignore' });
  } catch {
    skip('needs envsubst (gettext-base)');
  }
  const values = join(folder, 'values');
  writeFileSync(values, 'PROXY=10.0.0.10\n');
  const fill = (name: string) => () =>
    execFileSync(join(deploy, 'fill'), [values, join(deploy, name)], { encoding: 'utf8', stdio: 'pipe' });
  expect(fill('configuration/integration.json')).toThrow('lacks');
  expect(fill('container/garance.json')()).toContain('10.89.7.10');
});
