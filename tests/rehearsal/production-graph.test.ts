import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** Imports, re-exports and dynamic imports; imports of types count too, which is stricter than necessary. */
const specifier = /(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g;

function fileOf(importer: string, specifierOf: string): string | undefined {
  if (specifierOf.startsWith('.')) return resolve(dirname(importer), specifierOf);
  const [, name = '', path = ''] = /^@garance\/([^/]+)(?:\/(.+))?$/.exec(specifierOf) ?? [];
  const folder = ['packages', 'apps'].map((place) => join(root, place, name)).find(existsSync);
  if (name === '' || folder === undefined) return undefined;
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const entry = exports[path === '' ? '.' : `./${path}`];
  return join(folder, typeof entry === 'string' ? entry : (entry['garance-source'] ?? entry.default));
}

/** Every file of this repository that a file imports, directly or not, itself included. */
function reachableFrom(entry: string): readonly string[] {
  const found = new Set<string>();
  const visit = (file: string) => {
    if (found.has(file)) return;
    found.add(file);
    if (!/\.(ts|tsx|mjs|js)$/.test(file)) return;
    for (const [, imported = ''] of readFileSync(file, 'utf8').matchAll(specifier)) {
      const next = fileOf(file, imported);
      if (next !== undefined) visit(next);
    }
  };
  visit(join(root, entry));
  return [...found].map((file) => file.slice(root.length + 1));
}

/** The suite, and the browser that it visits services with. */
const misbehaves = (file: string) => /^(?:apps\/qualification|packages\/http-browser)\//.test(file);

describe('attack 21: a production hub does not contain rehearsals', () => {
  it.each(['apps/hub/src/index.ts', 'apps/garance/src/compose-hub.ts'])(
    'nothing that is reachable from %s is of the suite, or of the embedded start',
    (entry) => {
      const files = reachableFrom(entry);
      expect(files.length).toBeGreaterThan(100);
      expect(files.filter(misbehaves)).toEqual([]);
      expect(files.filter((file) => file.startsWith('apps/garance/src/embedded/'))).toEqual([]);
    },
  );

  it('while the embedded start does contain them, so the search works', () => {
    const files = reachableFrom('apps/garance/src/embedded/start.ts');
    expect(files).toContain('apps/qualification/src/rehearsal/rehearsal-service.ts');
    expect(files).toContain('apps/hub/src/hub.ts');
  });
});
