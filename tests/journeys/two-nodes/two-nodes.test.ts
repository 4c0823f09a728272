/**
 * The text of the installation manual: its blocks are valid programs, its values those of `deploy/values`, its files
 * exist.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { machineNames, manualFile, readManual, valuesIn, withValues } from '../../deploy/manual.ts';
import { deploy, exampleValues, root } from '../../deploy/values.ts';

const text = readFileSync(manualFile, 'utf8');
const blocks = readManual();

describe('the installation manual', () => {
  test('has blocks for each machine, which bash can parse; every shell block states where it runs', () => {
    expect(new Set(blocks.flatMap(({ machines }) => machines))).toEqual(new Set(machineNames));
    expect(text.match(/^```sh/gm)).toHaveLength(blocks.length);
    for (const { lines } of blocks) {
      const { status, stderr } = spawnSync('bash', ['-n', '-c', lines], { encoding: 'utf8' });
      expect([status, stderr], lines).toEqual([0, '']);
    }
  });

  test('reads the values in every block that uses one, and changes no other line when they are replaced', () => {
    const uses = new RegExp(`\\$\\{?(?:${Object.keys(exampleValues).join('|')})\\b`);
    for (const { lines } of blocks) if (uses.test(lines)) expect(lines).toContain('. /etc/garance/values');
    for (const block of blocks) expect(withValues(block, exampleValues)).toEqual(block);
  });

  test('has the values of deploy/values', () => {
    expect(blocks.map(valuesIn).filter((values) => Object.keys(values).length > 0)).toEqual([exampleValues]);
  });

  test('has one step for a person, and names files that exist', () => {
    expect(blocks.filter(({ after }) => after !== undefined)).toHaveLength(1);
    const files = [...text.matchAll(/\bdeploy\/[\w./-]*\w/g)].map(([file]) => file);
    expect(files.length).toBeGreaterThan(8);
    for (const file of files) expect([file, existsSync(join(root, file))]).toEqual([file, true]);
  });

  test('gives the user of Valkey the rights of the example, whose commands are tried one by one', () => {
    const example = readFileSync(join(root, 'deploy/configuration/valkey-users.acl'), 'utf8');
    const rights = /^user garance on >\S+ (.+)$/m.exec(example)?.[1] ?? '';
    expect(rights).toContain('+evalsha');
    expect(text).toContain(`\nuser garance on #$digest ${rights}\n`);
    const compose = readFileSync(deploy('container', 'compose.yaml'), 'utf8').replace(/\s+/g, ' ');
    expect(compose).toContain(`user garance on #%s ${rights}\\n`);
  });
});
