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

test('imports of apps, packages, tests and bench form no circle, types included', () => {
  expect(findCircles(readImports(listSources([...workspaces(), 'tests', 'bench'])))).toEqual([]);
});

describe('the import graph', () => {
  test('contains every kind of import, of values and types', () => {
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

  test('resolves our own packages to their sources', () => {
    const found = readImports(listSources(['apps/hub', 'packages/web']));
    expect(found.get('apps/hub/src/hub.ts')).toContain('packages/web/src/server/index.ts');
  });

  test('finds circles of two and more nodes, and no others', () => {
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
