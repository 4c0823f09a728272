// Part of `npm run lint`, and `npm run duplicates`: repeated code in the sources of packages and apps. A repeat is 60
// tokens or more, word for word; imports, comments and tests are left out. One that stays has a reason in
// duplicates.json, identified by its files and a hash of its tokens, so that lines may shift. A repeat without an entry
// fails, an entry with an empty reason fails, an entry without a repeat fails. `--write` adds and removes entries; a
// person has to write the reason.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import jsTokens from 'js-tokens';
import { parseSync } from 'oxc-parser';
import { listSources, root, workspaces } from './imports.mjs';

export const shortest = 60;
const listFile = fileURLToPath(new URL('duplicates.json', import.meta.url));
const leftOut = /\.test\.tsx?$|\/(?:testing|contract|attacks)\/|\/test-[\w-]+\.ts$/;
const silent = new Set(['WhiteSpace', 'LineTerminatorSequence', 'MultiLineComment', 'SingleLineComment']);

/** @param texts text of each file by its path @returns repeats as `{ files, lines, tokens, hash }`, files in order of their names */
export function findRepeats(texts) {
  const numbers = new Map();
  const numberOf = (value) => numbers.get(value) ?? numbers.set(value, numbers.size + 1).get(value);
  const files = [...texts].map(([path, text]) => {
    const tokens = tokensOf(path, text).map((token) => ({ ...token, number: numberOf(token.value) }));
    return { path, tokens, hashes: rollingHashes(tokens.map(({ number }) => number)) };
  });
  const first = new Map();
  return files.flatMap((file) => repeatsIn(file, first));
}

/** Compares each window of a file with all windows before it, and extends a match as far as both sides agree. */
function repeatsIn(file, first) {
  const found = [];
  for (let at = 0; at < file.hashes.length; at += 1) {
    const before = first.get(file.hashes[at]);
    const length = before === undefined ? 0 : agreeing(before, { file, at });
    if (length < shortest) {
      if (before === undefined) first.set(file.hashes[at], { file, at });
      continue;
    }
    found.push(describe(before, { file, at }, length));
    at += length - 1;
  }
  return found;
}

function agreeing(first, second) {
  // Within one file, the second side must begin after the end of the first.
  const most = first.file === second.file ? second.at - first.at : Number.POSITIVE_INFINITY;
  const numberAt = (side, index) => side.file.tokens[side.at + index]?.number;
  let length = 0;
  while (
    length < most &&
    numberAt(first, length) !== undefined &&
    numberAt(first, length) === numberAt(second, length)
  ) {
    length += 1;
  }
  return length;
}

function describe(first, second, length) {
  const tokens = second.file.tokens.slice(second.at, second.at + length);
  const words = tokens.map(({ value }) => value).join(' ');
  const linesOf = ({ file, at }) => [file.tokens[at].line, file.tokens[at + length - 1].line];
  return {
    files: [first.file.path, second.file.path],
    lines: [linesOf(first), linesOf(second)],
    tokens: length,
    hash: createHash('sha256').update(words).digest('hex').slice(0, 16),
  };
}

/**
 * Hash of every window of `shortest` numbers, moved by one. Two windows may have the same hash: they are compared
 * afterwards.
 */
function rollingHashes(numbers) {
  const base = 1_000_003;
  let highest = 1;
  for (let power = 1; power < shortest; power += 1) highest = Math.imul(highest, base);
  const hashes = [];
  let hash = 0;
  for (const [index, number] of numbers.entries()) {
    if (index >= shortest) hash = (hash - Math.imul(numbers[index - shortest], highest)) | 0;
    hash = (Math.imul(hash, base) + number) | 0;
    if (index >= shortest - 1) hashes.push(hash);
  }
  return hashes;
}

function tokensOf(path, text) {
  let line = 1;
  return [...jsTokens(withoutImports(path, text), { jsx: path.endsWith('x') })].flatMap(({ type, value }) => {
    const token = { value, line };
    line += value.split('\n').length - 1;
    return silent.has(type) ? [] : [token];
  });
}

/** Replaces imports and re-exports by blanks, so that line numbers stay. */
function withoutImports(path, text) {
  const { staticImports, staticExports } = parseSync(path, text).module;
  const elsewhere = staticExports.filter(({ entries }) =>
    entries.some(({ moduleRequest }) => moduleRequest !== null),
  );
  return [...staticImports, ...elsewhere].reduce(
    (kept, { start, end }) =>
      kept.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, ' ') + kept.slice(end),
    text,
  );
}

/** @param listed entries of duplicates.json @returns the problems, one sentence each */
export function judge(repeats, listed) {
  const reasons = new Map(listed.map((entry) => [keyOf(entry), entry.why]));
  const present = new Set(repeats.map(keyOf));
  const wrong = repeats.flatMap((repeat) => {
    const why = reasons.get(keyOf(repeat));
    if (why?.trim()) return [];
    const [first, second] = repeat.files.map((path, side) => `${path}:${repeat.lines[side].join('-')}`);
    return [
      `${first} and ${second}: ${repeat.tokens} tokens twice, ${why === undefined ? 'not listed' : 'no reason'}`,
    ];
  });
  const gone = listed.filter((entry) => !present.has(keyOf(entry)));
  return [...wrong, ...gone.map(({ files, hash }) => `${files.join(' and ')}: no repeat ${hash} any more`)];
}

/** The entries that these repeats need. A reason belongs to the tokens, also when their files were moved. */
export function renew(repeats, listed) {
  const byHash = new Map(listed.map(({ hash, why }) => [hash, why]));
  const entries = new Map(
    repeats.map(({ files, hash }) => [keyOf({ files, hash }), { files, hash, why: byHash.get(hash) ?? '' }]),
  );
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

function keyOf({ files, hash }) {
  return `${files.join(' ')} ${hash}`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const paths = listSources(workspaces().map((folder) => `${folder}/src`)).filter(
    (path) => !leftOut.test(path),
  );
  const repeats = findRepeats(new Map(paths.map((path) => [path, readFileSync(`${root}${path}`, 'utf8')])));
  let listed = JSON.parse(readFileSync(listFile, 'utf8'));
  if (process.argv.includes('--write')) {
    listed = renew(repeats, listed);
    writeFileSync(listFile, `${JSON.stringify(listed, null, 2)}\n`);
  }
  const problems = judge(repeats, listed);
  for (const problem of problems) console.error(problem);
  console.log(
    `${paths.length} files, ${repeats.length} repeats of ${shortest} tokens or more, ${problems.length} problems`,
  );
  if (problems.length > 0) process.exit(1);
}
