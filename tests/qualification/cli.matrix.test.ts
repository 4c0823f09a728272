// @module-tag matrix
import { describe } from 'vitest';
import { testDemoService, useCommandLine } from './cli-runs.ts';

describe('garance qualify, all scenarios on the demo service', () => {
  testDemoService(useCommandLine(), {
    entries: ['franceconnect', 'plus-substantial'],
    args: [],
    fewest: 350,
  });
});
