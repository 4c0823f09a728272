import { defineConfig } from 'vitest/config';

// Without `import`: Vitest hands these to Node, where it would turn the `require` of CommonJS packages (pg) into imports.
const source = ['garance-source', 'node'];

/** Tests run against the sources of every workspace (`garance-source`), so that no build comes between a change and its test. */
export default defineConfig({
  resolve: { conditions: source },
  ssr: { resolve: { conditions: source } },
  test: {
    include: ['{packages,apps}/*/src/**/*.test.{ts,tsx}', 'tests/**/*.test.ts', 'bench/**/*.test.ts'],
    exclude: ['**/dist/**', '**/node_modules/**'],
    isolate: false,
    // One worker fewer than cores, the default, leaves half of a two-core machine idle.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
