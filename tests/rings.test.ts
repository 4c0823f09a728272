import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
// @ts-expect-error plain JavaScript: it also runs before anything is installed
import { listTestFiles, ringOf, root, tags, tagsOf } from '../tools/testing/rings.mjs';

interface TestFile {
  readonly path: string;
  readonly tags: readonly string[];
}

const files: readonly TestFile[] = listTestFiles();
/** Files that every commit must run, hence never in the second ring. */
const firstOnly = /\.(attack|property)\.test\.|\/attacks\/|contract/;

function inRing(ring: 'first' | 'second'): readonly string[] {
  return files.filter((file) => ringOf(file) === ring).map(({ path }) => path);
}

describe('the two rings of tests', () => {
  test('contain every test file of the repository, each once', () => {
    const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--', '*.test.ts', '*.test.tsx'];
    let tracked: readonly string[];
    try {
      tracked = execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);
    } catch {
      // An archive without git history: compare the two lists below only.
      tracked = files.map(({ path }) => path);
    }
    expect([...inRing('first'), ...inRing('second')].sort()).toEqual([...tracked].sort());
  });

  test('keep attacks, properties and contracts in the first', () => {
    expect(inRing('second').filter((path) => firstOnly.test(path))).toEqual([]);
  });

  test('leave no matrix without a part in the first ring', () => {
    const first = new Set(inRing('first'));
    const alone = inRing('second').filter((path) => !first.has(path.replace('.matrix.test.', '.test.')));
    expect(alone).toEqual([]);
  });

  test('declare every tag of a file', () => {
    const known = tags.map(({ name }: { readonly name: string }) => name);
    expect(files.flatMap((file) => file.tags).filter((tag) => !known.includes(tag))).toEqual([]);
    const mark = '@module-tag';
    expect(tagsOf(`// ${mark} matrix\n/**\n * ${mark} built\n */\n`)).toEqual(['matrix', 'built']);
  });
});
