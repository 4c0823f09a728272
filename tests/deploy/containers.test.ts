/**
 * Container files checked by their own tools: the Compose specification, the Kubernetes schemas, HAProxy, `garance
 * config check`, Helm.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { deploy, findProgram } from './values.ts';

/** Python with check-jsonschema and kubernetes-validate, installed by `.ci/services`. */
const python = process.env.TEST_SCHEMAS_PYTHON;
const withoutSchemas = python === undefined ? 'needs TEST_SCHEMAS_PYTHON (.ci/services start)' : undefined;
const kubernetes = '1.33';
const chart = deploy('helm', 'garance');
const rendered = deploy('helm', 'rendered.yaml');

const folder = mkdtempSync(join(tmpdir(), 'garance-containers-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** @returns whether the file is valid, and the output */
function validate(module: string, ...args: readonly string[]): readonly [number | null, string] {
  const { status, stdout, stderr } = spawnSync(python ?? '', ['-m', module, ...args], { encoding: 'utf8' });
  return [status, `${stdout}${stderr}`];
}

function changed(file: string, from: string | RegExp, to: string): string {
  const text = readFileSync(file, 'utf8');
  const copy = join(
    folder,
    `changed-${createHash('sha256').update(`${file}${from}`).digest('hex').slice(0, 8)}.yaml`,
  );
  expect(text.replace(from, to)).not.toBe(text);
  writeFileSync(copy, text.replace(from, to));
  return copy;
}

describe('the compose file', () => {
  const compose = deploy('container', 'compose.yaml');
  const check = (file: string) =>
    validate('check_jsonschema', '--builtin-schema', 'vendor.compose-spec', file);

  test('is valid by the Compose specification', ({ skip }) => {
    if (withoutSchemas !== undefined) skip(withoutSchemas);
    expect(check(compose)).toEqual([0, expect.any(String)]);
    expect(check(changed(compose, 'stop_grace_period', 'stop_grace'))[0]).not.toBe(0);
  });

  test('has a proxy configuration that HAProxy accepts', ({ skip }) => {
    const haproxy = findProgram('haproxy');
    if (haproxy === undefined) return skip('needs haproxy');
    const pem = join(folder, 'tls.pem');
    const args = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 2 -subj /CN=garance -keyout ${pem} -out ${pem}.crt`;
    execFileSync('openssl', args.split(' '), { stdio: 'pipe' });
    writeFileSync(pem, readFileSync(`${pem}.crt`), { flag: 'a' });
    const file = join(folder, 'haproxy.cfg');
    const text = readFileSync(deploy('container', 'haproxy.cfg'), 'utf8').replace('/etc/garance/tls/', pem);
    writeFileSync(file, text);
    expect(spawnSync(haproxy, ['-c', '-f', file], { encoding: 'utf8' })).toMatchObject({ status: 0 });
  });
});

describe('the chart', () => {
  const source = () => {
    const files = globSync(['Chart.yaml', 'values.yaml', 'templates/*'], { cwd: chart }).sort();
    return createHash('sha256')
      .update(files.map((file) => readFileSync(join(chart, file), 'utf8')).join('\0'))
      .digest('hex');
  };
  const first = () => readFileSync(rendered, 'utf8').split('\n', 1)[0];

  test('renders the stored text', () => {
    // Without Helm, checks that the rendered text belongs to these templates: helm/render writes both.
    expect(first()).toBe(`# Rendered from sha256 ${source()} by deploy/helm/render.`);
    const helm = findProgram('helm');
    if (helm === undefined) return;
    const fresh = execFileSync(helm, ['template', 'garance', chart, '--kube-version', `${kubernetes}.0`], {
      encoding: 'utf8',
    });
    expect(`${first()}\n${fresh}`).toBe(readFileSync(rendered, 'utf8'));
  });

  test('is valid by the schemas of Kubernetes, which allow nothing unknown', ({ skip }) => {
    if (withoutSchemas !== undefined) skip(withoutSchemas);
    const check = (file: string) =>
      validate('kubernetes_validate', '--strict', '--no-warn', '-k', kubernetes, file);
    const [status, output] = check(rendered);
    expect(status, output).toBe(0);
    expect(output.match(/passed/g)?.length).toBe(readFileSync(rendered, 'utf8').match(/^kind: /gm)?.length);
    expect(check(changed(rendered, 'readinessProbe', 'readyProbe'))[0]).not.toBe(0);
  });

  test('runs every process without root, on a read-only file system, probed, with a budget and a network policy', () => {
    const documents = readFileSync(rendered, 'utf8').split(/^---$/m);
    const ofKind = (kind: string) => documents.filter((text) => text.includes(`\nkind: ${kind}\n`));
    const names = (kind: string) => ofKind(kind).map((text) => /^ {2}name: (\S+)/m.exec(text)?.[1]);
    expect(names('Deployment').sort()).toEqual([
      'garance-plus',
      'garance-portal',
      'garance-standard',
      'garance-worker',
    ]);
    expect(names('PodDisruptionBudget').sort()).toEqual(names('Deployment').sort());
    expect(names('NetworkPolicy').sort()).toEqual([...names('Deployment'), ...names('Job')].sort());
    for (const text of [...ofKind('Deployment'), ...ofKind('Job')]) {
      for (const line of [
        'runAsNonRoot: true',
        'readOnlyRootFilesystem: true',
        'allowPrivilegeEscalation: false',
        'automountServiceAccountToken: false',
        'capabilities: { drop: [ALL] }',
        'seccompProfile: { type: RuntimeDefault }',
      ]) {
        expect(text).toContain(line);
      }
    }
    for (const text of ofKind('Deployment')) {
      for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'])
        expect(text).toContain(`${probe}:`);
    }
  });
});
