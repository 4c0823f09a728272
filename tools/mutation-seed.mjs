// Stryker identifies a test by its name, and `@fast-check/vitest` writes the seed into it: with a new seed for each
// run, no property test would ever run against a change. One seed for all runs; and the counterexample of a detected
// change need not be shrunk.
import { configureGlobal } from 'fast-check';

configureGlobal({ seed: 20_261_122, endOnFailure: true });
