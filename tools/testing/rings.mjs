// In which ring a test file runs, by a tag in the file: `@module-tag matrix` puts it into the second ring (the full
// matrices, `npm run test:all`); every other test file is in the first (`npm test`).
import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(fileURLToPath(new URL('.', import.meta.url)), '..', '..');

/** Where Vitest looks for tests, from the root. */
export const testPatterns = [
  '{packages,apps}/*/src/**/*.test.{ts,tsx}',
  'tests/**/*.test.ts',
  'bench/**/*.test.ts',
  'tools/**/*.test.ts',
];

/** Declared to Vitest, which refuses any other tag. */
export const tags = [
  { name: 'matrix', description: 'second ring: a full matrix of which the first ring plays a part' },
  { name: 'built', description: 'runs the built program: last, when the build beside the tests has ended' },
];

const isBuilt = (path) => path.split(sep).some((part) => part === 'dist' || part === 'node_modules');

/** @returns {readonly { path: string, tags: readonly string[] }[]} every test file, from the root, sorted by path */
export function listTestFiles() {
  const paths = globSync(testPatterns, { cwd: root, exclude: (entry) => isBuilt(entry) });
  return paths
    .map((path) => path.split(sep).join('/'))
    .sort()
    .map((path) => ({ path, tags: tagsOf(readFileSync(join(root, path), 'utf8')) }));
}

/** As Vitest reads them from comments. */
export function tagsOf(text) {
  return [...text.matchAll(/(?:\/\/|\*)\s*@module-tag\s+([\w\-/]+)/g)].map(([, name]) => name);
}

/** @param {{ tags: readonly string[] }} file @returns {'first' | 'second'} */
export function ringOf({ tags }) {
  return tags.includes('matrix') ? 'second' : 'first';
}
