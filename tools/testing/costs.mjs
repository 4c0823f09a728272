// What each test file cost when it was last recorded (`npm test -- --record`): seconds of wall time, which order the
// files. Kept in the repository, so that a fresh clone begins with the long ones too.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './rings.mjs';

const file = join(root, 'tools/testing/costs.json');
/** Where a file that was never recorded stands: before the many short ones, after the long ones. */
export const unknownSeconds = 5;

/** @returns {Readonly<Record<string, number>>} seconds by path from the root */
export function readCosts() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/** Replaces what was known of these files and forgets files that are gone. */
export function writeCosts(measured, existing) {
  const all = { ...readCosts(), ...measured };
  const kept = existing
    .filter((path) => all[path] !== undefined)
    .map((path) => [path, Math.round(all[path] * 10) / 10]);
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
}
