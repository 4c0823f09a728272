// Stryker finds a test again by its name, and `@fast-check/vitest` writes the seed into it: drawn anew for each run, no
// property test would ever run against a change. One seed for all runs; and a change noticed need not be made small.
import { configureGlobal } from 'fast-check';

configureGlobal({ seed: 20_261_122, endOnFailure: true });
