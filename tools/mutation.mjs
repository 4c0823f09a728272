// `npm run mutation`: finds code whose changes no test detects. Prints every surviving mutant and the score per scope.
// `-- portal` (or another scope, or several) runs that scope only. Incremental: a second run tests only what changed.
// `-- --mutate GLOB` narrows one scope, `-- --force` discards earlier results.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { mutationScopes, scopesNamed, scopeVariable } from './mutation-scopes.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const stryker = fileURLToPath(
  new URL('../node_modules/@stryker-mutator/core/bin/stryker.js', import.meta.url),
);
const target = 90;

const { scopes, options } = readArguments(process.argv.slice(2));
const scores = scopes.map((scope) => run(scope));
for (const score of scores) say(score);

/** Names of scopes come first; the other arguments are Stryker's. */
function readArguments(args) {
  const firstOption = args.findIndex((arg) => arg.startsWith('-'));
  const names = firstOption === -1 ? args : args.slice(0, firstOption);
  const unknown = names.filter((name) => scopesNamed(name).length === 0);
  if (unknown.length > 0) fail(`No scope ${unknown.join(', ')}. There are: ${allScopes().join(', ')}.`);
  const options = withoutTests(firstOption === -1 ? [] : args.slice(firstOption));
  const scopes = names.length > 0 ? names.flatMap(scopesNamed) : allScopes();
  if (scopes.length !== 1 && options.includes('--mutate')) fail('--mutate narrows one scope: name it first.');
  return { scopes, options };
}

function allScopes() {
  return Object.keys(mutationScopes);
}

/** A given glob replaces the list of the scope, including its exclusions: tests must still be left out. */
function withoutTests(args) {
  const at = args.findIndex((arg) => arg === '--mutate' || arg === '-m') + 1;
  if (at === 0 || args[at] === undefined) return args;
  const globs = `${args[at]},!**/*.test.ts,!**/*.test.tsx,!**/testing/**`;
  return args.with(at - 1, '--mutate').with(at, globs);
}

function run(scope) {
  const report = `${root}reports/mutation/mutation-${scope}.json`;
  rmSync(report, { force: true });
  const { status } = spawnSync(process.execPath, [stryker, 'run', ...options], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, [scopeVariable]: scope },
  });
  if (!existsSync(report)) process.exit(status ?? 1);
  const { files } = JSON.parse(readFileSync(report, 'utf8'));
  const mutants = Object.values(files).flatMap((file) => file.mutants);
  const count = (...statuses) => mutants.filter((mutant) => statuses.includes(mutant.status)).length;
  return {
    scope,
    killed: count('Killed'),
    timedOut: count('Timeout'),
    survived: count('Survived', 'NoCoverage'),
    errors: count('RuntimeError', 'CompileError'),
    setAside: count('Ignored'),
  };
}

function say({ scope, killed, timedOut, survived, errors, setAside }) {
  const noticed = killed + timedOut;
  const score = noticed + survived === 0 ? 100 : (100 * noticed) / (noticed + survived);
  const verdict = score >= target ? '' : `  below the target of ${target} %`;
  const counts = [
    `${killed} killed`,
    `${timedOut} timed out`,
    `${survived} survived`,
    `${errors} load errors`,
    `${setAside} set aside`,
  ];
  console.log(`mutation score ${scope}: ${score.toFixed(1)} % (${counts.join(', ')})${verdict}`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
