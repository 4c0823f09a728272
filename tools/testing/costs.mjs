// What each test file cost when it was last recorded (`npm test -- --record`): wall and processor seconds. The first
// order the files. Kept in the repository, so that a fresh clone begins with the long ones too.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './rings.mjs';

const file = join(root, 'tools/testing/costs.json');
/** Order of a file that was never recorded: after the long ones, before the many short ones. */
export const unknownSeconds = 5;

/** @returns {Readonly<Record<string, readonly [wall: number, cpu?: number]>>} seconds by path from the root */
export function readCosts() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/** Replaces the costs of these files and removes files that no longer exist. */
export function writeCosts(measured, existing) {
  const all = { ...readCosts(), ...measured };
  const kept = existing
    .filter((path) => all[path] !== undefined)
    .map((path) => [path, all[path].map((seconds) => Math.round(seconds * 10) / 10)]);
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
}
