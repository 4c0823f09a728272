// `npm run mutation`: which checks does no test hold? Prints every surviving mutant and the score per package.
// Incremental: a second run looks only at what changed. `-- --mutate GLOB` narrows it, `-- --force` forgets earlier results.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const report = `${root}reports/mutation/mutation.json`;
const target = 90;

rmSync(report, { force: true });
const stryker = fileURLToPath(
  new URL('../node_modules/@stryker-mutator/core/bin/stryker.js', import.meta.url),
);
const run = spawnSync(process.execPath, [stryker, 'run', ...withoutTests(process.argv.slice(2))], {
  cwd: root,
  stdio: 'inherit',
});
if (!existsSync(report)) process.exit(run.status ?? 1);

const { files } = JSON.parse(readFileSync(report, 'utf8'));
const tally = {};
for (const [file, { mutants }] of Object.entries(files)) {
  const name = file.split('/').slice(0, 2).join('/');
  tally[name] ??= { killed: 0, survived: 0 };
  const row = tally[name];
  for (const { status } of mutants) {
    if (status === 'Killed' || status === 'Timeout') row.killed += 1;
    else if (status === 'Survived' || status === 'NoCoverage') row.survived += 1;
  }
}
const rows = Object.entries(tally);
for (const [name, { killed, survived }] of rows) say(name, killed, survived);
say(
  'all',
  rows.reduce((sum, [, { killed }]) => sum + killed, 0),
  rows.reduce((sum, [, { survived }]) => sum + survived, 0),
);

/** A glob given here replaces the list of stryker.config.json, exclusions included: tests are not to be mutated. */
function withoutTests(args) {
  const at = args.findIndex((arg) => arg === '--mutate' || arg === '-m') + 1;
  if (at === 0 || args[at] === undefined) return args;
  return args.with(at, `${args[at]},!**/*.test.ts,!**/testing/**`);
}

function say(name, killed, survived) {
  const score = killed + survived === 0 ? 100 : (100 * killed) / (killed + survived);
  const verdict = score >= target ? '' : `  below the target of ${target} %`;
  console.log(
    `mutation score ${name}: ${score.toFixed(1)} % (${killed} killed, ${survived} survived)${verdict}`,
  );
}
