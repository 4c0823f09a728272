// @module-tag built
// @module-tag matrix
/** A seeded sample of the changes of real client code, by the command that plays them all. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { waitForBuild } from '../built.ts';

const sampleSize = 40;

test(`each of ${sampleSize} changes, drawn by seed, is found`, { timeout: 600_000 }, async () => {
  await waitForBuild();
  const command = fileURLToPath(new URL('../dist/qualification/mutants.js', import.meta.url));
  const args = [command, '--client-code', '--sample', String(sampleSize), '--jobs', '1'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  process.stdout.write(`${stdout.slice(stdout.lastIndexOf('\n\n'))}\n`);
  expect(stdout.split('\n').filter((line) => line.includes('WRONG'))).toEqual([]);
  expect([status, stderr]).toEqual([0, '']);
  // Whoever changes a line of a security check plays it: `-- --client-code --rest --update`.
  expect(stdout).toContain(`changes, 0 not in the result, ${sampleSize} played`);
});
