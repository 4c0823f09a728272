// Runs before each test file, in its worker: notes how much processor time the file cost, with every process that it
// started (browsers, servers, programs). The reporter reads it from the file's metadata.
import { afterAll } from 'vitest';
import { cpuSecondsOf } from './process-cpu.mjs';

const before = cpuSecondsOf();

// Hooks end in reverse order: this one is the first registered, and so the last to run.
// biome-ignore lint/correctness/noEmptyPattern: Vitest reads the names of fixtures from this pattern
afterAll(({}, suite) => {
  const after = cpuSecondsOf();
  if (before !== undefined && after !== undefined) suite.file.meta.cpuSeconds = after - before;
});
