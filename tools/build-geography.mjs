// Writes packages/core/generated/cog.json: every present or former code of a French commune or municipal
// arrondissement, with its name, from the pinned data set @etalab/decoupage-administratif. People keep the birthplace
// of their birth certificate, so communes merged since, Corsica before 1976 (20…), the departments of Paris's region
// before 1968 (75…, 78…) and former overseas codes all count. Fails when the data has a hole that INSEE's numbering
// does not have.
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeCommuneCodes } from '../packages/core/src/identity/commune-codes.ts';
import { encodeCommuneNames } from '../packages/core/src/identity/commune-names.ts';

const here = dirname(fileURLToPath(import.meta.url));
const output = join(here, '../packages/core/generated/cog.json');
const codecs = ['commune-codes.ts', 'commune-names.ts'].map((file) =>
  join(here, '../packages/core/src/identity', file),
);

/**
 * Holes of the numbering as [prefix, first, last]: blocks left free, and four numbers for which no commune since 1943
 * is known. Any other hole is missing data.
 */
const knownHoles = [
  ['01', 220, 220],
  ['13', 120, 200], // between the communes and the arrondissements of Marseille
  ['54', 448, 448],
  ['54', 454, 454],
  ['66', 131, 131],
  ['69', 300, 380], // between the communes and the arrondissements of Lyon
  ['75', 82, 100], // between the communes of the former Seine and the arrondissements of Paris
  ['973', 15, 50],
  ['984', 1, 10],
  ['986', 1, 10],
  ['987', 1, 10],
];

/** Departments that were split: a number of a successor existed in a predecessor, so its holes are not checked. */
const splits = [
  { successors: ['2A', '2B'], predecessors: ['20'] },
  { successors: ['91', '92', '93', '94', '95'], predecessors: ['75', '78'] },
];

/** Codes of INSEE's official geographic code that the data set leaves out, and those of today. */
const supplement = new Map([
  ['97123', '97701'], // Saint-Barthélemy until 2007
  ['97127', '97801'], // Saint-Martin until 2007
  ...numbers(1, 17).map((n) => [`985${pad(n, 2)}`, `976${pad(n, 2)}`]), // Mayotte until 2011
]);

/** Fewer codes than INSEE has given since 1943 mean a truncated data set. */
const fewestCodes = 39_000;

/**
 * The table from the entries of `communes.json`.
 * @throws Error listing every gap.
 */
export function buildCogTable(entries, source) {
  const codes = new Set(supplement.keys());
  for (const { code, anciensCodes = [] } of entries)
    for (const anyCode of [code, ...anciensCodes]) codes.add(anyCode);
  const problems = [...gaps(codes)];
  if (codes.size < fewestCodes) problems.push(`only ${codes.size} codes, expected at least ${fewestCodes}`);
  if (problems.length > 0) throw new Error(`Gaps in ${source}: ${problems.join('; ')}`);
  return { source, communes: encodeCommuneCodes(codes), names: encodeCommuneNames(namesOf(entries)) };
}

/**
 * A code's present name, else its last one (delegated and associated communes), else that of the commune that replaced
 * it.
 */
function namesOf(entries) {
  const today = new Map();
  const former = new Map();
  const successors = new Map();
  for (const { code, nom, type, anciensCodes = [] } of entries) {
    if (nom === undefined) continue;
    const own = type === 'commune-actuelle' || type === 'arrondissement-municipal' ? today : former;
    own.set(code, { name: nom, successor: false });
    for (const before of anciensCodes) successors.set(before, { name: nom, successor: true });
  }
  for (const [before, now] of supplement) {
    const name = today.get(now)?.name;
    if (name !== undefined) successors.set(before, { name, successor: true });
  }
  return new Map([...successors, ...former, ...today]);
}

function* gaps(codes) {
  const byPrefix = groupByPrefix(codes);
  for (const prefix of expectedPrefixes()) {
    const present = byPrefix.get(prefix);
    if (present === undefined) yield `${prefix} has no commune`;
    else if (!splits.some(({ successors }) => successors.includes(prefix))) yield* holes(prefix, present);
  }
  for (const { successors, predecessors } of splits) {
    const before = new Set(predecessors.flatMap((prefix) => [...(byPrefix.get(prefix) ?? [])]));
    for (const prefix of successors) {
      const orphans = [...(byPrefix.get(prefix) ?? [])].filter((number) => !before.has(number));
      if (orphans.length > 0)
        yield `${prefix} has numbers unknown to ${predecessors.join(', ')}: ${orphans.join(', ')}`;
    }
  }
}

function* holes(prefix, present) {
  const excused = new Set(
    knownHoles.flatMap(([of, first, last]) => (of === prefix ? numbers(first, last) : [])),
  );
  const missing = numbers(1, Math.max(...present)).filter(
    (number) => !present.has(number) && !excused.has(number),
  );
  if (missing.length > 0) yield `${prefix} lacks ${missing.join(', ')}`;
}

function groupByPrefix(codes) {
  const groups = new Map();
  for (const code of codes) {
    const prefix = /^9[78]/.test(code) ? code.slice(0, 3) : code.slice(0, 2);
    groups.set(prefix, (groups.get(prefix) ?? new Set()).add(Number(code.slice(prefix.length))));
  }
  return groups;
}

function expectedPrefixes() {
  const mainland = numbers(1, 95).map((number) => pad(number, 2));
  return [...mainland, '2A', '2B', ...numbers(971, 978), ...numbers(984, 989)].map(String);
}

function numbers(first, last) {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function pad(number, length) {
  return String(number).padStart(length, '0');
}

function isUpToDate(inputs) {
  if (!existsSync(output)) return false;
  const written = statSync(output).mtimeMs;
  return inputs.every((input) => statSync(input).mtimeMs < written);
}

function main() {
  const require = createRequire(join(here, '../packages/core/package.json'));
  const manifest = require.resolve('@etalab/decoupage-administratif/package.json');
  const data = join(dirname(manifest), 'data/communes.json');
  if (isUpToDate([manifest, data, ...codecs, fileURLToPath(import.meta.url)])) return;
  const { name, version } = JSON.parse(readFileSync(manifest, 'utf8'));
  const table = buildCogTable(JSON.parse(readFileSync(data, 'utf8')), `${name} ${version}`);
  mkdirSync(dirname(output), { recursive: true });
  // Renamed at the end, so that a concurrent build never reads an incomplete table.
  const draft = `${output}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(table)}\n`);
  renameSync(draft, output);
}

if (import.meta.main) main();
