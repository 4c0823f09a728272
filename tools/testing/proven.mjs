// Titles of all tests by kind: `npm run test:all -- --proven` prints counts, and every title with `--titles`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './rings.mjs';

/** A test may be of several kinds. */
const kinds = {
  attacks: ({ file, name }) =>
    /\.attack\.test\.|\/attacks\//.test(file) || /\battack \d|security\.md/.test(name),
  properties: ({ file, name }) => /\.property\.test\./.test(file) || /property|whatever/.test(name),
  contracts: ({ file }) => /packages\/store\/src\/(durable|inflight)\//.test(file),
  journeys: ({ file }) => file.startsWith('tests/journeys/'),
  pages: ({ name }) => /\baxe\b|well made|scroll sideways/.test(name),
  'planted defects': ({ file }) => file.startsWith('tests/qualification/wrong-services'),
};

export function printProven({ titles }) {
  const tests = listTests();
  for (const [kind, isOf] of Object.entries(kinds)) {
    console.log(`${kind}: ${new Set(tests.filter(isOf).map(({ name }) => name)).size}`);
  }
  console.log(`all tests: ${tests.length}`);
  if (titles) for (const { file, name } of tests) console.log(`${file} > ${name}`);
}

/** All tests of both rings, as Vitest collects them. */
function listTests() {
  const folder = mkdtempSync(join(tmpdir(), 'garance-proven-'));
  try {
    const target = join(folder, 'tests.json');
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    const args = [vitest, 'list', '--no-static-parse', `--json=${target}`];
    spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 2] });
    return JSON.parse(readFileSync(target, 'utf8'))
      .map(({ file, name }) => ({
        file: file.slice(root.length).replaceAll('\\', '/').replace(/^\//, ''),
        name,
      }))
      .sort((a, b) => a.file.localeCompare(b.file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
