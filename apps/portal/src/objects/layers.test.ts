/** Objects form layers: imports between them never form a circle. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { expect, test } from 'vitest';

type Layers = ReadonlyMap<string, ReadonlySet<string>>;

/** These files combine the tables of all objects; objects import them as types only. */
const composition = new Set(['portal-store.ts', 'schema.ts']);

/** For each folder or top-level file, what it imports. Tests and their scenes may import anything. */
function layersOf(root: string): Layers {
  const layers = new Map<string, Set<string>>();
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/\.test\.|[/\\]testing[/\\]/.test(file) && !composition.has(file),
  );
  for (const file of files) {
    const from = layerOf(file);
    const targets = layers.get(from) ?? new Set();
    layers.set(from, targets);
    for (const [, path = ''] of readFileSync(join(root, file), 'utf8').matchAll(/ from '(\.[^']+)'/g)) {
      const target = relative(root, join(root, dirname(file), path));
      if (target.startsWith('..') || composition.has(target) || layerOf(target) === from) continue;
      targets.add(layerOf(target));
    }
  }
  return layers;
}

const layerOf = (file: string) => file.split(sep)[0] ?? file;

/** Removes repeatedly what imports nothing that is left. @returns what remains: circles and what depends on them */
function circlesOf(layers: Layers): readonly string[] {
  const left = new Map(layers);
  for (;;) {
    const [free] = [...left].find(([, targets]) => ![...targets].some((target) => left.has(target))) ?? [];
    if (free === undefined) return [...left.keys()];
    left.delete(free);
  }
}

test('no object imports another that imports it, directly or through others', () => {
  const layers = layersOf(import.meta.dirname);
  expect(layers.get('request')).toContain('registration');
  expect(circlesOf(layers)).toEqual([]);
});

test('a circle is found, with the modules that depend on it and without those that it depends on', () => {
  const drawn = { a: ['b'], b: ['c', 'd'], c: ['b'], d: [], e: ['d'] };
  const layers = new Map(Object.entries(drawn).map(([from, to]) => [from, new Set(to)]));
  expect(circlesOf(layers)).toEqual(['a', 'b', 'c']);
});
