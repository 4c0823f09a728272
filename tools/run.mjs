// The single entry of every npm script. Runs on any Node >= 20 with nothing installed: installs what is missing, finds
// Node 24 (from npm when the machine's own is older), builds, then starts the task.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare } from './prepare.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const lockFile = join(root, 'package-lock.json');
const installedMark = join(root, 'node_modules', '.package-lock.json');
const stampFile = join(root, 'node_modules', '.garance-lock');
const requiredMajor = 24;

const [task = 'help', ...words] = process.argv.slice(2);
const args = task === 'journeys' ? storyPaths(words) : words;

installWhenNeeded();
const node = findNode();
const main = 'apps/garance/dist/main.js';
/** Command of each task once everything is built; none for the build itself. */
const tasks = {
  build: undefined,
  start: [main, 'start'],
  garance: [main],
  test: ['tools/test.mjs', 'first'],
  'test:all': ['tools/test.mjs', 'second'],
  journeys: ['node_modules/vitest/vitest.mjs', 'run'],
  bench: ['bench/dist/main.js'],
  mutation: ['tools/mutation.mjs'],
  mutants: ['tests/dist/qualification/mutants.js'],
  docs: ['tools/docs.mjs'],
  faults: ['tests/dist/faults/faults.js'],
  'upgrade-check': ['tests/dist/upgrade/upgrade-check.js'],
};
if (!(task in tasks)) fail(`Unknown task "${task}". Known: ${Object.keys(tasks).join(', ')}.`);
build();
const command = tasks[task];
if (command !== undefined) {
  const [file, ...fixed] = command;
  handOver(node, [join(root, file), ...fixed, ...args]);
}

/**
 * The test files of one story by the name of its folder; of all stories when none is named. Vitest's own options are
 * passed on.
 */
function storyPaths(words) {
  const [name, options] = words[0]?.startsWith('-') === false ? [words[0], words.slice(1)] : ['', words];
  return [`tests/journeys/${name}`, ...options];
}

function installWhenNeeded() {
  if (existsSync(installedMark) && (isNewer(installedMark, lockFile) || lockHash() === readStamp())) return;
  say('Installing dependencies (npm ci)…');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const result = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) fail('npm ci failed: see its message above. Is the npm registry reachable?');
  writeFileSync(stampFile, lockHash());
}

function isNewer(file, than) {
  return statSync(file).mtimeMs >= statSync(than).mtimeMs;
}

function lockHash() {
  return createHash('sha256').update(readFileSync(lockFile)).digest('hex');
}

function readStamp() {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : undefined;
}

/** The machine's own Node when it is recent enough, else the one installed by npm. */
function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= requiredMajor) return process.execPath;
  const require = createRequire(join(root, 'package.json'));
  for (const arch of [`${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`]) {
    try {
      const folder = dirname(require.resolve(`node-${arch}/package.json`));
      const candidate = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
      if (existsSync(candidate)) return candidate;
    } catch {
      // Not packaged for this machine: the message below explains what to do.
    }
  }
  return fail(
    `Garance needs Node ${requiredMajor} or later; this is ${process.version}. Install it from https://nodejs.org.`,
  );
}

function bin(path) {
  return join(root, 'node_modules', path);
}

function build() {
  // The tests run the build themselves.
  if (task === 'test' || task === 'test:all') return;
  const failed = prepare(node, environment());
  if (failed !== undefined) fail(`Build step failed: ${failed}`);
  // Mutation testing runs on the sources.
  if (task === 'mutation') return;
  // Running the program needs neither the tests nor the bench.
  const project = ['start', 'garance'].includes(task) ? join(root, 'apps/garance') : root;
  step([bin('typescript/bin/tsc'), '-b', project]);
}

function step(command) {
  const result = spawnSync(node, command, { cwd: root, stdio: ['ignore', 2, 2], env: environment() });
  if (result.status !== 0) fail(`Build step failed: ${command.join(' ')}`);
}

function environment() {
  return { ...process.env, PATH: dirname(node) + delimiter + (process.env.PATH ?? '') };
}

/** Runs the program with our standard streams, passes signals on, and exits with its status. */
function handOver(program, programArgs) {
  const child = spawn(program, programArgs, { cwd: root, stdio: 'inherit', env: environment() });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 128 + 15));
}

function say(message) {
  process.stderr.write(`${message}\n`);
}

function fail(message) {
  say(message);
  process.exit(1);
}
