/** systemd units, parsed and rated by systemd itself. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { noMachines, openMachines } from './machine.ts';
import { deploy, findProgram } from './values.ts';

/**
 * Maximum exposure in tenths of systemd's measure, from 0 (closed) to 100; the rest is the network, which servers need.
 */
const mostExposed = 15;

const folder = mkdtempSync(join(tmpdir(), 'garance-units-'));
afterAll(() => rmSync(folder, { recursive: true }));

const units = readdirSync(deploy('systemd')).filter((name) => name.endsWith('@.service'));
/** As installed, with the command in the clone. */
cpSync(deploy('systemd'), folder, { recursive: true });
for (const name of units) {
  const text = execFileSync('sed', [
    `s|/opt/garance/deploy/garance|${deploy('garance')}|`,
    join(folder, name),
  ]);
  writeFileSync(join(folder, name), text);
}
const analyze = (...args: readonly string[]) => {
  const env = { ...process.env, SYSTEMD_UNIT_PATH: `${folder}:`, LC_ALL: 'C.UTF-8' };
  const { status, stdout, stderr } = spawnSync('systemd-analyze', args, { encoding: 'utf8', env });
  return { status, output: `${stdout}${stderr}` };
};
const missing = findProgram('systemd-analyze') === undefined ? 'needs systemd-analyze' : undefined;

describe.each(units)('%s', (name) => {
  const instance = name.replace('@.', '@production.');

  test('is accepted by systemd', ({ skip }) => {
    if (missing !== undefined) skip(missing);
    // Only complaints about our own files count.
    const { status, output } = analyze('verify', '--man=no', '--recursive-errors=no', instance);
    expect([output.split('\n').filter((line) => line.includes('garance')), status]).toEqual([[], 0]);
  });

  test('is closed except for the network', ({ skip }) => {
    if (missing !== undefined) skip(missing);
    const { status, output } = analyze(
      'security',
      '--offline=true',
      `--threshold=${mostExposed}`,
      '--no-pager',
      instance,
    );
    expect([output.split('\n').filter((line) => line.includes('Overall')).length, status]).toEqual([1, 0]);
  });
});

test('the measure detects a unit without the hardening', ({ skip }) => {
  if (missing !== undefined) skip(missing);
  const bare = '[Service]\nExecStart=/bin/true\n';
  writeFileSync(join(folder, 'bare.service'), bare);
  expect(
    analyze('security', '--offline=true', `--threshold=${mostExposed}`, '--no-pager', 'bare.service').status,
  ).not.toBe(0);
  writeFileSync(join(folder, 'wrong.service'), `${bare}NoSuchLine=1\nExecStart=/no/such/program\n`);
  expect(analyze('verify', '--man=no', 'wrong.service').status).not.toBe(0);
});

test('node starts under it, reads its secrets, and finds the addresses of the machine', async ({ skip }) => {
  const without = noMachines([]);
  if (without !== undefined) skip(without);
  await using stack = new AsyncDisposableStack();
  const machine = await (await openMachines(stack)).boot('unit');
  const output = await machine.run(`
    install -d -m 700 /etc/garance/secrets
    for name in master-key database-url inflight-password smtp-url; do echo "secret-$name" >/etc/garance/secrets/$name; done
    install -D -t /etc/systemd/system/garance-.service.d ${deploy('systemd', 'garance-.service.d')}/*
    cp ${process.execPath} /opt/node
    cat >/opt/probe.js <<'END'
const key = require('fs').readFileSync(process.env.CREDENTIALS_DIRECTORY + '/master-key', 'utf8');
console.log(key.trim(), 'lo' in require('os').networkInterfaces(), process.getuid() > 0);
END
    cat >/etc/systemd/system/garance-probe.service <<'END'
[Service]
Type=oneshot
ExecStart=/opt/node /opt/probe.js
END
    systemctl daemon-reload
    systemctl start garance-probe
    journalctl --unit garance-probe --output cat --no-pager`);
  expect(output).toContain('secret-master-key true true');
});
