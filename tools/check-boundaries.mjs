// Part of `npm run lint`: which folder may import which, for rules that Biome cannot express, because it sees the text
// of an import and not the resolved file. Imports of npm packages and of our own packages by name are checked by the
// overrides of biome.json.
import { pathToFileURL } from 'node:url';
import { listSources, readTargets, workspaces } from './imports.mjs';

/** An import from a file that matches `from` to a path that matches `to` is refused. `\1` in `to` is the first group of `from`. */
const rules = [
  {
    from: /^(\w+\/[\w-]+)\//,
    to: String.raw`^(?!\1/)(?:apps|packages)/`,
    onlyRelative: true,
    says: 'another workspace is imported by its package name, so that its exports hold',
  },
  {
    from: /^apps\/portal\/src\/stages\/([\w-]+)\//,
    to: String.raw`^apps/portal/src/stages/(?!\1/)`,
    says: 'a stage imports no other stage: what two need is a part or an object',
  },
  {
    from: /^apps\/portal\/src\/(?:objects|parts)\//,
    to: '^apps/portal/src/stages/',
    says: 'an object and a part know no stage',
  },
  {
    from: /^apps\/portal\/src\/objects\//,
    to: '^apps/portal/src/parts/',
    says: 'an object knows no part: parts are what pages are made of',
  },
  {
    from: /^apps\/portal\/src\/(?:objects|parts|stages)\//,
    to: '^apps/portal/src/(?:portal|index)\\.ts$|^apps/portal/src/(?:demonstration|testing)/',
    says: 'nothing imports what puts the partner space together, its demonstration or its tests',
  },
];

const testFile = /\.test\.tsx?$|\/(?:testing|attacks)\//;

/** @param targets result of `readTargets`: for each file the paths that it imports */
export function findViolations(targets) {
  return [...targets].flatMap(([file, named]) =>
    rules.flatMap(({ from, to, onlyRelative = false, testsToo = false, says }) => {
      const match = from.exec(file);
      if (match === null || (!testsToo && testFile.test(file))) return [];
      const refused = new RegExp(to.replaceAll('\\1', match[1] ?? ''));
      return named
        .filter(({ path, relative }) => refused.test(path) && (relative || !onlyRelative))
        .map(({ path }) => ({ file, rule: 'folders', says: `${file} imports ${path}: ${says}` }));
    }),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const violations = findViolations(readTargets(listSources([...workspaces(), 'tests', 'bench'])));
  for (const violation of violations) console.error(violation.says);
  console.log(`${rules.length} rules of folders, ${violations.length} violations`);
  if (violations.length > 0) process.exit(1);
}
