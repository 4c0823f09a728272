import { defineConfig } from 'vitest/config';
// @ts-expect-error plain JavaScript: it also runs before anything is installed
import { listTestFiles, ringOf, tags, testPatterns } from './tools/testing/rings.mjs';
// @ts-expect-error as above
import CostSequencer from './tools/testing/sequencer.mjs';

// Without `import`: Vitest hands these to Node, where it would turn the `require` of CommonJS packages (pg) into imports.
const source = ['garance-source', 'node'];

/** `first` (`npm test`), `second` (`npm run test:all`), or both: whatever is named on the command line. */
const { GARANCE_TEST_RING: ring = 'both' } = process.env;
const otherRing: readonly string[] =
  ring === 'both'
    ? []
    : listTestFiles()
        .filter((file: { tags: readonly string[] }) => ringOf(file) !== ring)
        .map(({ path }: { path: string }) => path);

/** Tests run against the sources of every workspace (`garance-source`), so that no build comes between a change and its test. */
export default defineConfig({
  resolve: { conditions: source },
  ssr: { resolve: { conditions: source } },
  test: {
    include: testPatterns,
    exclude: ['**/dist/**', '**/node_modules/**', ...otherRing],
    tags,
    strictTags: true,
    isolate: false,
    // One worker fewer than cores, the default, leaves half of a two-core machine idle.
    maxWorkers: '100%',
    sequence: { sequencer: CostSequencer },
    setupFiles: ['./tools/testing/measure-file.mjs'],
    reporters: ['default', './tools/testing/reporter.mjs'],
    // For what hangs. Machines differ fivefold and are shared: a limit near what a test takes would fail there.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
