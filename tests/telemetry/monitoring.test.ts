/**
 * Files for Prometheus and Grafana, compared with the documents and checked by Prometheus' own tool where it is
 * installed.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { namesIn } from './metric-names.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const monitoring = join(root, 'deploy/monitoring');

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}
const { panels } = JSON.parse(read('deploy/monitoring/dashboard.json')) as {
  readonly panels: readonly Panel[];
};
const expressions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

const rules = read('deploy/monitoring/alerts.yaml');
const tried = read('deploy/monitoring/alerts.test.yaml');
const alerts = [...rules.matchAll(/^ {6}- alert: (\w+)$/gm)].map(([, name = '']) => name);

/** The manual also names database users, `garance_hub`: a metric's name ends in its unit. */
const withUnits = (text: string) => (text.match(/\b\w+_(?:seconds|total|bytes|entries)\b/g) ?? []).join('\n');

describe('names of metrics', () => {
  const documented = namesIn(read('docs/telemetry.md'));

  // `telemetry.test.ts` compares these tables with a real answer.
  test.each([
    ['the dashboard', expressions.join('\n')],
    ['the alert rules', rules],
    ['the tests of the rules', tried],
    ['the manual', withUnits(read('docs/operations.md'))],
    ['the incidents', read('docs/incidents.md')],
  ])('in %s are documented', (_what, text) => {
    expect([...namesIn(text)].filter((name) => !documented.has(name))).toEqual([]);
  });

  test('each metric is on the dashboard or in a rule', () => {
    const used = namesIn([...expressions, rules].join('\n'));
    expect([...documented].filter((name) => !used.has(name))).toEqual([]);
  });

  test('recorded series that the dashboard shows are recorded', () => {
    const recorded = new Set([...rules.matchAll(/- record: (\S+)$/gm)].map(([, name = '']) => name));
    const shown = expressions.flatMap((expression) => expression.match(/garance:[\w:]+/g) ?? []);
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.filter((name) => !recorded.has(name))).toEqual([]);
  });
});

describe('alerts', () => {
  test('each has one section in docs/incidents.md, with what to check and what to do, and no section is without alert', () => {
    const [, described = ''] = read('docs/incidents.md').split('\n## Alerts\n');
    const sections = described.split(/^### /m).slice(1);
    expect(sections.map((section) => section.slice(0, section.indexOf('\n'))).sort()).toEqual(
      [...alerts].sort(),
    );
    for (const section of sections)
      expect(section).toMatch(/^\w+\n\n\*(?:Page|Ticket).*\n- Look at: .*\n- Do: /s);
  });

  test.each(alerts)('%s has the same labels in the document, and its annotation links there', (name) => {
    const [, rule = ''] = rules.split(`- alert: ${name}\n`);
    const own = rule.split(/\n {6}- |\n {2}- name/)[0] ?? '';
    const kind = /severity: (page|ticket)/.exec(own)?.[1] ?? '';
    const isPublic = own.includes('audience: public');
    const section = read('docs/incidents.md').split(`### ${name}\n\n`)[1] ?? '';
    expect(section.startsWith(`*${kind === 'page' ? 'Page' : 'Ticket'}${isPublic ? ', public' : ''}.*`)).toBe(
      true,
    );
    expect(/runbook: (\S+)/.exec(own)?.[1]).toBe(`docs/incidents.md#${name.toLowerCase()}`);
    expect(tried).toContain(`alertname: ${name}\n`);
  });

  test('a public one is about a server, which the status page names, or about all of them', () => {
    const isPublic = rules
      .split('- alert: ')
      .filter((rule) => rule.includes('\n          audience: public\n'));
    const names = (rule: string) => /summary: ['"]\{\{ \$labels\.server/.test(rule);
    const ofAll = isPublic.filter((rule) => !names(rule)).map((rule) => rule.split('\n')[0]);
    expect(ofAll).toEqual(['GaranceNothingWatched']);
  });
});

/** Contained in Debian's `prometheus`. */
const promtool = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'promtool'))
  .find((file) => existsSync(file));

describe('promtool', () => {
  beforeEach(({ skip }) => {
    if (promtool === undefined) skip('needs promtool, of Debian’s package prometheus (.ci/services start)');
  });

  const run = (...args: readonly string[]) =>
    execFileSync(promtool ?? '', args, { cwd: monitoring, encoding: 'utf8', stdio: 'pipe' });

  test('accepts the rules and the example configuration', () => {
    expect(run('check', 'config', 'prometheus.yaml')).toContain('SUCCESS');
  });

  test('confirms that each alert fires for its cause only', () => {
    expect(run('test', 'rules', 'alerts.test.yaml')).toContain('SUCCESS');
  });

  test('accepts every expression of the dashboard', () => {
    const folder = mkdtempSync(join(tmpdir(), 'garance-dashboard-'));
    const records = expressions.map((expr, index) => {
      const filled = expr.replaceAll('$server', 'hub-.+');
      return `      - record: panel:${index}\n        expr: ${JSON.stringify(filled)}\n`;
    });
    const file = join(folder, 'panels.yaml');
    writeFileSync(file, `groups:\n  - name: panels\n    rules:\n${records.join('')}`);
    expect(run('check', 'rules', file)).toContain(`${expressions.length} rules found`);
    rmSync(folder, { recursive: true });
  });
});

describe('OpenTelemetry', () => {
  test('is loaded by the file that starts traces only, when they are configured', () => {
    const folders = ['apps', 'packages'].flatMap((top) =>
      readdirSync(join(root, top)).map((name) => join(root, top, name, 'src')),
    );
    const sources = folders
      .filter((folder) => existsSync(folder))
      .flatMap((folder) =>
        readdirSync(folder, { recursive: true, encoding: 'utf8' })
          .filter((name) => /\.tsx?$/.test(name))
          .map((name) => join(folder, name)),
      );
    const loading = sources.flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line.includes("'@opentelemetry/") && !line.startsWith('import type '))
        .map((line) => `${file.slice(root.length)}: ${line.trim()}`),
    );
    expect(loading.length).toBeGreaterThan(0);
    for (const line of loading) {
      expect(line).toMatch(
        /^apps\/garance\/src\/telemetry\/tracing\.ts: import\('@opentelemetry\/[\w-]+'\),$/,
      );
    }
  });
});
