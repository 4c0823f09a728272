import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Commands that a developer runs on their own machine for their own services. */
const mayDoWithout = [
  'apps/garance/src/embedded/qualification-runner.ts',
  'apps/qualification/src/cli/qualify.ts',
];

it('attack 11: only the embedded start and the developer’s command may use a browser without sandbox', () => {
  const sources = globSync('{apps,packages}/*/src/**/*.{ts,tsx}', { cwd: root });
  const asking = sources.filter(
    (file) =>
      !/\.test\.tsx?$/.test(file) && /sandbox: 'preferred'/.test(readFileSync(`${root}${file}`, 'utf8')),
  );
  expect(asking.sort()).toEqual(mayDoWithout);
  const switching = sources.filter(
    (file) =>
      !/\.test\.tsx?$/.test(file) && readFileSync(`${root}${file}`, 'utf8').includes("'--no-sandbox'"),
  );
  expect(switching).toEqual(['apps/qualification/src/runner/browser/launch-browser.ts']);
});
