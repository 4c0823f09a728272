// `npm test` (first ring) and `npm run test:all` (second ring): the tests and, beside them, the build that checks every
// type. Ends with what it cost and what was skipped.
//
//   npm test                    all unit, contract, attack, property and page tests, one journey for each story
//   npm test -- NAME…           test files whose path contains NAME, of both rings
//   npm test -- --watch NAME…   again at each change
//   npm test -- --record        writes what each file cost to tools/testing/costs.json
//   npm run test:all            the second ring only: the full matrices
//   npm run test:all -- --list  which file is in which ring
//   npm run test:all -- --proven  what is proven, counted; every title with --titles
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare } from './prepare.mjs';
import { writeCosts } from './testing/costs.mjs';
import { measureTree } from './testing/process-cpu.mjs';
import { printProven } from './testing/proven.mjs';
import { listTestFiles, ringOf, root } from './testing/rings.mjs';

const dearest = 10;
const [ring = 'first', ...words] = process.argv.slice(2);
const own = new Set(['--record', '--list', '--proven', '--titles', '--watch']);
const wants = new Set(words.filter((word) => own.has(word)));
const passedOn = words.filter((word) => !own.has(word));
const isName = (word) => !word.startsWith('-');
const names = passedOn.filter(isName).map((name) => name.replace(/^\.\//, ''));

const all = listTestFiles();
if (wants.has('--list')) {
  for (const { path, ...file } of all) console.log(`${ringOf(file).padEnd(6)}  ${path}`);
  process.exit(0);
}
if (wants.has('--proven')) {
  prepare(process.execPath);
  printProven({ titles: wants.has('--titles') });
  process.exit(0);
}
const chosen = all.filter(
  (file) =>
    (names.length > 0 || ringOf(file) === ring) &&
    (names.length === 0 || names.some((name) => file.path.includes(name))),
);
if (chosen.length === 0) {
  console.error(
    `No test file has ${names.join(' or ')} in its path. npm run test:all -- --list names them all.`,
  );
  process.exit(1);
}
process.exitCode = await (wants.has('--watch') ? watch() : run());

async function watch() {
  return (await runVitest(['--watch', ...passedOn])).code;
}

async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'garance-tests-'));
  const report = join(folder, 'report.json');
  const beganMs = performance.now();
  const cpu = measureTree();
  try {
    const failed = prepare(process.execPath);
    if (failed !== undefined) throw new Error(`${failed} failed: see above`);
    const build = startBuild(folder);
    const tests = await runVitest(['run', ...passedOn], {
      GARANCE_TEST_FOLDER: folder,
      GARANCE_TEST_REPORT: report,
      GARANCE_TEST_BUILD: build.markFile,
      GARANCE_TEST_RING: names.length > 0 ? 'both' : ring,
    });
    const types = await build.ended;
    if (types.code !== 0) process.stdout.write(`\n${types.output}\nThe build failed: see above.\n`);
    const left = await cpu.left();
    const { skipped } = summarize({
      report,
      seconds: (performance.now() - beganMs) / 1000,
      cpuSeconds: cpu.end(),
    });
    if (left.length > 0) console.error(`Processes left over: ${left.join(', ')}`);
    const mayNotSkip = process.env.GARANCE_TEST_MUST_RUN !== undefined && skipped > 0;
    if (mayNotSkip) console.error('Tests were skipped that must run here.');
    const ownFault = left.length > 0 || mayNotSkip ? 1 : 0;
    return tests.code || types.code || ownFault;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Builds and type-checks the whole tree. Tests of the built program wait for the mark file, which contains the exit
 * status.
 */
function startBuild(folder) {
  const markFile = join(folder, 'build');
  let output = '';
  const child = spawn(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-b', '--singleThreaded', root],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  const ended = new Promise((resolve) => {
    child.on('close', (code) => {
      writeFileSync(`${markFile}.draft`, String(code ?? 1));
      renameSync(`${markFile}.draft`, markFile);
      resolve({ code: code ?? 1, output });
    });
  });
  return { markFile, ended };
}

function runVitest(args, env = {}) {
  const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => resolve({ code: signal === null ? (code ?? 1) : 128 + 15 }));
  });
}

/**
 * Wall and processor time, the most expensive files, and the skipped tests with the reason. Records costs when
 * requested.
 */
function summarize({ report, seconds, cpuSeconds }) {
  const files = readReport(report);
  const byCost = [...files].sort((a, b) => costOf(b) - costOf(a));
  const lines = byCost
    .slice(0, dearest)
    .map(({ path, seconds: wall, cpuSeconds: cpu }) => `  ${fixed(cpu)} ${fixed(wall)}  ${path}`);
  if (files.length > 1) {
    process.stdout.write(`\nThe ${lines.length} dearest files (CPU s, wall s):\n${lines.join('\n')}\n`);
  }
  const skipped = files.flatMap(({ path, skipped: tests }) => tests.map((test) => ({ path, ...test })));
  const reasons = Map.groupBy(skipped, ({ path, reason }) => `${path}: ${reason ?? 'no reason given'}`);
  for (const [reason, tests] of reasons) process.stdout.write(`skipped ${tests.length}  ${reason}\n`);
  const cpu = cpuSeconds === undefined ? 'not measured' : `${cpuSeconds.toFixed(1)} s`;
  process.stdout.write(`\nwall ${seconds.toFixed(1)} s, CPU ${cpu}, ${availableParallelism()} cores\n`);
  if (wants.has('--record')) {
    writeCosts(
      Object.fromEntries(
        files.map(({ path, seconds: wall, cpuSeconds: used }) => [
          path,
          used === undefined ? [wall] : [wall, used],
        ]),
      ),
      all.map(({ path }) => path),
    );
  }
  return { skipped: skipped.length };
}

function costOf({ seconds, cpuSeconds }) {
  return cpuSeconds ?? seconds;
}

function fixed(seconds) {
  return (seconds?.toFixed(1) ?? 'n/a').padStart(7);
}

function readReport(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8')).files;
  } catch {
    return [];
  }
}
