import { describe, expect, test } from 'vitest';
// @ts-expect-error plain JavaScript: the generator of docs/architecture.md reads the same graph
import * as graph from '../../tools/imports.mjs';

type ImportGraph = ReadonlyMap<string, readonly string[]>;
const { findCircles, importsOf, listSources, readImports, workspaces } = graph as {
  findCircles(imports: ImportGraph): readonly (readonly string[])[];
  importsOf(file: string, text: string): readonly string[];
  listSources(folders: readonly string[]): readonly string[];
  readImports(files: readonly string[]): ImportGraph;
  workspaces(): readonly string[];
};

/** Circles that stand for now: each holds every circle whose files all lie in these folders. */
const standing: readonly { readonly since: string; readonly folders: readonly string[] }[] = [
  { since: '2026-11-30', folders: ['apps/portal/src/'] },
];

function isWithin(circle: readonly string[], folders: readonly string[]): boolean {
  return circle.every((file) => folders.some((folder) => file.startsWith(folder)));
}

describe('the imports of apps, packages, tests and bench, types included', () => {
  const circles = findCircles(readImports(listSources([...workspaces(), 'tests', 'bench'])));

  test('go round in no circle that is not in the list', () => {
    expect(circles.filter((circle) => !standing.some(({ folders }) => isWithin(circle, folders)))).toEqual(
      [],
    );
  });

  test('need every entry of the list: one that holds no circle any more is deleted', () => {
    const unused = standing.filter(({ folders }) => !circles.some((circle) => isWithin(circle, folders)));
    expect(unused).toEqual([]);
  });
});

describe('the import graph', () => {
  test('sees every way to import a file, values and types', () => {
    const text = `import a from './a.ts';
import type { B } from './b.ts';
import './c.ts';
export { d } from './d.ts';
export type { E } from './e.ts';
export * from './f.ts';
export * as g from './g.ts';
const h = await import('./h.ts');
type I = import('./i.ts').I;
`;
    const seen = new Set(importsOf('x.ts', text));
    expect([...seen].sort()).toEqual('abcdefghi'.split('').map((letter) => `./${letter}.ts`));
  });

  test('follows our own packages to their sources', () => {
    const found = readImports(listSources(['apps/hub', 'packages/web']));
    expect(found.get('apps/hub/src/hub.ts')).toContain('packages/web/src/server/index.ts');
  });

  test('finds circles of two and more, and none where there is none', () => {
    const circlesOf = (edges: Readonly<Record<string, readonly string[]>>) =>
      findCircles(new Map(Object.entries(edges)));
    expect(circlesOf({ a: ['b', 'c'], b: ['c'], c: [] })).toEqual([]);
    expect(circlesOf({ a: ['b'], b: ['a'] })).toEqual([['a', 'b']]);
    expect(circlesOf({ a: ['b'], b: ['c'], c: ['b', 'd'], d: ['e'], e: ['f'], f: ['d'] })).toEqual([
      ['b', 'c'],
      ['d', 'e', 'f'],
    ]);
  });
});
