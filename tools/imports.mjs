// The import graph of the repository, types included. Used by tests/boundaries and build-architecture-docs.mjs.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

export const root = fileURLToPath(new URL('..', import.meta.url));
const sourceFile = /\.(?:ts|tsx)$/;
const leftOut = /(?:^|\/)(?:node_modules|dist|generated|vendor)(?:\/|$)|\.d\.ts$/;
const workspaceFolders = ['packages', 'apps'];

/** Folders of apps/ and packages/, such as `apps/hub`. */
export function workspaces() {
  return workspaceFolders.flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${folder}/${name}`),
  );
}

/** Every source and test file below the folders, as paths from the root. */
export function listSources(folders) {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && sourceFile.test(entry.name))
        .map(({ parentPath, name }) => join(parentPath, name).slice(root.length)),
    )
    .filter((path) => !leftOut.test(path))
    .sort();
}

/**
 * @returns for each file the paths from the root that it imports, whether they exist or not; npm packages are left out
 */
export function readTargets(files, entries = readEntries()) {
  return new Map(
    files.map((file) => {
      const named = [...new Set(importsOf(file, readFileSync(join(root, file), 'utf8')))];
      const targets = named.map((target) => {
        const relative = target.startsWith('.');
        return { path: relative ? join(dirname(file), target) : entries.get(target), relative };
      });
      return [file, targets.filter(({ path }) => path !== undefined)];
    }),
  );
}

/** @returns for each file the files among them that it imports */
export function readImports(files) {
  const known = new Set(files);
  const pathsOf = (targets) => targets.map(({ path }) => path).filter((path) => known.has(path));
  return new Map([...readTargets(files)].map(([file, targets]) => [file, pathsOf(targets)]));
}

/** Imports of a file: `import`, `import type`, `export … from`, `import('…')` of values and of types. */
export function importsOf(file, text) {
  const { module, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const named = module.staticExports.flatMap(({ entries }) =>
    entries.map(({ moduleRequest }) => moduleRequest),
  );
  return [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...named.filter((request) => request !== null).map(({ value }) => value),
    // Of a value (also in `dynamicImports`) or a type (in the text only).
    ...[...text.matchAll(/\bimport\(\s*['"]([^'"\n]+)['"]/g)].map(([, target]) => target),
  ];
}

/** Entry files of our own packages by import name: `@garance/web/server` → `packages/web/src/server/index.ts`. */
export function readEntries() {
  return new Map(
    workspaces().flatMap((folder) => {
      const { name, exports = {} } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      return Object.entries(exports).flatMap(([path, target]) => {
        const source = target['garance-source'];
        return source === undefined ? [] : [[join(name, path), join(folder, source)]];
      });
    }),
  );
}

/** Strongly connected groups of more than one node (Tarjan 1972), each sorted; none in a graph without circles. */
export function findCircles(graph) {
  const state = { order: new Map(), low: new Map(), open: [], circles: [] };
  for (const node of graph.keys()) if (!state.order.has(node)) visit(node, graph, state);
  return state.circles.sort(([a], [b]) => (a < b ? -1 : 1));
}

function visit(node, graph, state) {
  const { order, low, open, circles } = state;
  order.set(node, order.size);
  low.set(node, order.get(node));
  open.push(node);
  for (const next of graph.get(node) ?? []) {
    if (!order.has(next)) visit(next, graph, state);
    if (open.includes(next)) low.set(node, Math.min(low.get(node), low.get(next)));
  }
  if (low.get(node) !== order.get(node)) return;
  const group = open.splice(open.indexOf(node));
  if (group.length > 1) circles.push(group.sort());
}
