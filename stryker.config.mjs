import { chosenScope } from './tools/mutation-scopes.mjs';

const { name, mutate } = chosenScope();

export default {
  // Names no file on purpose: Stryker would rewrite it with an interface that TypeScript 7 no longer has.
  tsconfigFile: 'no-tsconfig-to-rewrite.json',
  plugins: ['@stryker-mutator/vitest-runner', './tools/stryker-equivalent.mjs'],
  ignorers: ['catch-returns-undefined', 'name-of-check', 'text-for-people'],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.ts' },
  mutate,
  // What no test of any scope needs is not copied into the place where the changes are made.
  ignorePatterns: [
    'bench',
    'tests',
    'docs',
    'var',
    'reports',
    '.vitest',
    '**/dist',
    'apps/demo',
    'apps/garance',
  ],
  coverageAnalysis: 'perTest',
  ignoreStatic: false,
  incremental: true,
  incrementalFile: `reports/mutation/incremental-${name}.json`,
  reporters: ['clear-text', 'json'],
  jsonReporter: { fileName: `reports/mutation/mutation-${name}.json` },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportScoreTable: false },
  concurrency: 1,
  timeoutMS: 20_000,
  tempDirName: '.stryker-tmp',
};
