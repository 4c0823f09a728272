// docs/threats.json: attacks that must fail and faults in which nothing may be lost, each with its tests. A test is
// identified by its file and a part of a title in it, of a test or of a group. `node tools/threats.mjs --add` adds
// every test whose title begins with "attack N" or "fault N" and whose file is missing in that line; without --add it
// lists them.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'oxc-parser';

const root = fileURLToPath(new URL('..', import.meta.url));
const listFile = `${root}docs/threats.json`;

if (process.argv[1] === fileURLToPath(import.meta.url)) command();

function command() {
  const threats = readThreats();
  const unlisted = findUnlisted(threats);
  for (const { name, file, title } of unlisted) console.log(`${name}: ${file}: ${title}`);
  if (!process.argv.includes('--add')) return;
  for (const { name, file, title } of unlisted)
    threats.find((threat) => nameOf(threat) === name)?.tests.push({ file, title });
  writeFileSync(listFile, `${JSON.stringify(threats, null, 2)}\n`);
}

/** @returns every line as written: `{ id, kind, says, tests: [{ file, title }], underLoad?, notYet? }`; `underLoad` names rows of `npm run faults` */
export function readThreats() {
  return JSON.parse(readFileSync(listFile, 'utf8'));
}

export function nameOf({ kind, id }) {
  return `${kind} ${id}`;
}

/** Problems of the list: tests that do not exist, duplicate numbers, lines without a test and without a reason. */
export function problemsOf(threats) {
  const titles = new Map();
  const titlesOf = (file) => {
    if (!titles.has(file)) titles.set(file, readTitles(file));
    return titles.get(file);
  };
  const names = threats.map(nameOf);
  return [
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name} is there twice`),
    ...threats.flatMap((threat) => [
      ...shapeProblems(threat),
      ...threat.tests.flatMap(({ file, title }) => {
        const known = titlesOf(file);
        if (known === undefined) return [`${nameOf(threat)}: there is no ${file}`];
        return title !== '' && known.some((listed) => listed.includes(title))
          ? []
          : [`${nameOf(threat)}: ${file} has no test “${title}”`];
      }),
    ]),
  ];
}

/** Tests whose title names a line, in files that are missing in this line. */
export function findUnlisted(threats) {
  const files = globSync('{apps,packages}/*/src/**/*.test.{ts,tsx}', { cwd: root });
  const all = [...files, ...globSync('tests/**/*.test.ts', { cwd: root })].sort();
  return all.flatMap((file) =>
    (readTitles(file) ?? []).flatMap((title) => {
      const name = /^(?:attack|fault) \d+/.exec(title)?.[0];
      const threat = threats.find((candidate) => nameOf(candidate) === name);
      const isListed = threat === undefined || threat.tests.some((test) => test.file === file);
      return isListed ? [] : [{ name, file, title }];
    }),
  );
}

function shapeProblems(threat) {
  const { id, kind, says, tests, notYet } = threat;
  const isWhole =
    Number.isInteger(id) && ['attack', 'fault'].includes(kind) && typeof says === 'string' && says !== '';
  return [
    ...(isWhole ? [] : [`${nameOf(threat)} is not whole`]),
    ...(tests.length === 0 && notYet === undefined
      ? [`${nameOf(threat)} has no test and no word on what brings one`]
      : []),
  ];
}

/** Titles of a test file: the texts passed to a function call. Undefined when there is no such file. */
function readTitles(file) {
  const path = `${root}${file}`;
  if (!existsSync(path)) return undefined;
  const titles = [];
  const { program } = parseSync(path, readFileSync(path, 'utf8'), {
    lang: file.endsWith('x') ? 'tsx' : 'ts',
  });
  new Visitor({
    CallExpression({ arguments: [first, ...more] }) {
      const takesFunction = more.some(({ type }) => /Function/.test(type));
      const title = takesFunction ? textOf(first) : undefined;
      if (title !== undefined) titles.push(title);
    },
  }).visit(program);
  return titles;
}

function textOf(node) {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type !== 'TemplateLiteral') return undefined;
  return node.quasis.map(({ value }) => value.cooked).join('…');
}
