import { defineConfig } from 'vitest/config';
import { chosenScope } from './tools/mutation-scopes.mjs';
import base from './vitest.config.ts';

/**
 * What `npm run mutation` runs against every mutant: the tests of one scope. Not the comparison with `oidc-provider`, whose
 * servers cost seconds a mutant: unit tests do the killing. Not the map of the certification plans, which reads documents
 * rather than code.
 */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: chosenScope().tests,
    setupFiles: ['tools/mutation-seed.mjs'],
    exclude: ['**/dist/**', '**/node_modules/**', '**/differential.test.ts', '**/conformance-map.test.ts'],
  },
});
