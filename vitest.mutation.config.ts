import { mergeConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** What `npm run mutation` runs against every mutant: the tests of the packages that decide. */
export default mergeConfig(base, {
  test: { include: ['packages/{core,oidc}/src/**/*.test.ts'] },
});
