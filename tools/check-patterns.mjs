// Part of `npm run lint`: every regular expression in the sources of packages and apps must take time in proportion to
// the text that it reads (security.md 23). Checks literals and `new RegExp` of texts that can be determined statically.
// One that is not linear, or cannot be judged, needs a reason in a comment on its line or directly above:
//   // check-patterns: <why the text cannot be long, or is not foreign>
// A pattern is judged by `recheck`, which takes seconds for some: its verdicts are stored in judged-patterns.json, each
// with the pattern as written. `node tools/check-patterns.mjs --write` renews them; others are judged during the run.
// Arguments are the folders to check in place of packages and apps.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { parseSync, Visitor } from 'oxc-parser';

const root = fileURLToPath(new URL('..', import.meta.url));
const directive = /check-patterns:\s*(\S.*)/;
const listFile = fileURLToPath(new URL('judged-patterns.json', import.meta.url));
const sourceFile = /\.(?:ts|tsx|js|mjs)$/;
const leftOut = /\.test\.tsx?$|\.d\.ts$|\/(?:node_modules|dist|generated|testing|vendor)\//;

/** Milliseconds for one pattern; one that is not judged by then is not accepted. */
const timeout = 30_000;
const notJudged = 'not judged';

const files = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const writes = process.argv.includes('--write') && files.length === 0;

if (isMainThread) await main();
else await judgeAll();

async function main() {
  const listed = JSON.parse(readFileSync(listFile, 'utf8'));
  const found = sources().flatMap(patternsOf);
  const uses = found.flatMap(({ uses }) => uses);
  const different = new Map(
    uses.filter(({ source }) => source !== undefined).map((use) => [keyOf(use), use]),
  );
  const verdicts = new Map(Object.entries(listed).filter(([key]) => different.has(key)));
  const unlisted = [...different].filter(([key]) => !verdicts.has(key)).map(([, use]) => use);
  for (const [key, verdict] of await judge(unlisted)) verdicts.set(key, verdict);
  const problems = found.flatMap((file) => problemsOf(file, verdicts));
  for (const problem of problems) console.error(problem);
  if (writes) writeFileSync(listFile, recordOf(verdicts));
  const justified = uses.filter(({ reason }) => reason !== undefined).length;
  console.log(
    `${uses.length} patterns (${different.size} different, ${unlisted.length} judged now), ${justified} with a reason, ${problems.length} problems`,
  );
  if (problems.length > 0) process.exit(1);
}

/** One per line, sorted independently of files, so that additions of two branches merge. */
function recordOf(verdicts) {
  const judged = [...verdicts]
    .filter(([, verdict]) => verdict !== notJudged)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(judged), null, 2)}\n`;
}

function problemsOf({ file, uses, directives }, verdicts) {
  const problems = uses.flatMap((use) => {
    const verdict = use.source === undefined ? 'made while running' : verdicts.get(keyOf(use));
    const needsReason = verdict !== 'linear';
    if (needsReason === (use.reason !== undefined)) return [];
    const where = `${relative(root, file)}:${use.line}`;
    if (!needsReason) return [`${where}: is linear and needs no reason: /${use.source}/${use.flags}`];
    return [`${where}: ${verdict}: /${use.source ?? '…'}/${use.flags ?? ''}`];
  });
  const unused = directives.filter(({ used }) => !used).map(({ line }) => line);
  return [
    ...problems,
    ...unused.map((line) => `${relative(root, file)}:${line}: a reason beside no pattern`),
  ];
}

function keyOf({ source, flags }) {
  return `/${source}/${flags}`;
}

function sources() {
  const folders = files.length > 0 ? files : ['packages', 'apps'].map((name) => `${root}${name}`);
  return folders.flatMap((folder) =>
    readdirSync(resolve(folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && sourceFile.test(entry.name))
      .map((entry) => `${entry.parentPath}/${entry.name}`)
      .filter((file) => !leftOut.test(file)),
  );
}

/** Every use of a pattern in a file with its line, and the reason beside it. */
function patternsOf(file) {
  const text = readFileSync(file, 'utf8');
  if (!/\/|RegExp/.test(text)) return { file, uses: [], directives: [] };
  const { program, comments, errors } = parseSync(file, text, { lang: file.endsWith('x') ? 'tsx' : 'ts' });
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const lineOf = lineFinder(text);
  const directives = comments.flatMap(({ value, start, end }) => {
    const reason = directive.exec(value)?.[1];
    return reason === undefined ? [] : [{ reason, line: lineOf(start), lastLine: lineOf(end), used: false }];
  });
  const known = constantsOf(program);
  const uses = [];
  const add = (node, source, flags) => {
    const line = lineOf(node.start);
    const beside = directives.find((directive) => directive.line === line || directive.lastLine === line - 1);
    if (beside !== undefined) beside.used = true;
    uses.push({ line, source, flags, reason: beside?.reason });
  };
  new Visitor({
    Literal(node) {
      if (node.regex) add(node, node.regex.pattern, node.regex.flags);
    },
    NewExpression: (node) => addConstructed(node),
    CallExpression: (node) => addConstructed(node),
  }).visit(program);
  return { file, uses, directives };

  function addConstructed(node) {
    if (node.callee.type !== 'Identifier' || node.callee.name !== 'RegExp') return;
    const [source, flags] = node.arguments;
    if (source?.type === 'Literal' && source.regex) return;
    const flagText = flags === undefined ? '' : textOf(flags, known);
    add(node, flagText === undefined ? undefined : textOf(source, known), flagText);
  }
}

/** Constants of the file that hold one text. */
function constantsOf(program) {
  const known = new Map();
  const statements = program.body.map((statement) => statement.declaration ?? statement);
  for (const { type, kind, declarations } of statements) {
    if (type !== 'VariableDeclaration' || kind !== 'const') continue;
    for (const { id, init } of declarations) {
      const text = init === null ? undefined : textOf(init, known);
      if (id.type === 'Identifier' && text !== undefined) known.set(id.name, text);
    }
  }
  return known;
}

/** The text of an expression, as far as it can be determined without running it. */
function textOf(node, known) {
  switch (node?.type) {
    case 'Literal':
      return node.regex ? node.regex.pattern : typeof node.value === 'string' ? node.value : undefined;
    case 'Identifier':
      return known.get(node.name);
    case 'MemberExpression':
      return node.property.name === 'source' ? textOf(node.object, known) : undefined;
    case 'TemplateLiteral':
      return joined(node, 'cooked', known);
    case 'TaggedTemplateExpression':
      return node.tag.property?.name === 'raw' ? joined(node.quasi, 'raw', known) : undefined;
    case 'BinaryExpression': {
      const sides = [textOf(node.left, known), textOf(node.right, known)];
      return node.operator === '+' && !sides.includes(undefined) ? sides.join('') : undefined;
    }
    default:
      return undefined;
  }
}

function joined({ quasis, expressions }, form, known) {
  const holes = expressions.map((expression) => textOf(expression, known));
  if (holes.includes(undefined)) return undefined;
  return quasis.map(({ value }, index) => value[form] + (holes[index] ?? '')).join('');
}

function lineFinder(text) {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return (offset) => starts.findLastIndex((start) => start <= offset) + 1;
}

/** Judges each different pattern once, on every processor. */
async function judge(all) {
  if (all.length === 0) return [];
  const threads = Math.max(1, Math.min(availableParallelism(), 4));
  const parts = await Promise.all(
    Array.from({ length: threads }, (_, index) =>
      inThread(all.filter((_use, place) => place % threads === index)),
    ),
  );
  return parts.flat();
}

function inThread(uses) {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, RECHECK_BACKEND: 'pure' };
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: uses, env });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

async function judgeAll() {
  const { checkSync } = await import('recheck');
  parentPort.postMessage(
    workerData.map((use) => {
      const { status, complexity } = checkSync(use.source, use.flags, { timeout });
      const kind = complexity?.summary ?? complexity?.type;
      const verdict = status === 'safe' ? 'linear' : status === 'vulnerable' ? kind : notJudged;
      return [keyOf(use), verdict];
    }),
  );
}
