import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/**
 * What `npm run mutation` runs against every mutant: the tests of the packages that decide. Not the comparison with
 * `oidc-provider`, whose servers cost seconds a mutant: unit tests do the killing. Not the map of the certification plans,
 * which reads documents rather than code.
 */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['packages/{core,oidc}/src/**/*.test.ts'],
    exclude: ['**/dist/**', '**/node_modules/**', '**/differential.test.ts', '**/conformance-map.test.ts'],
  },
});
