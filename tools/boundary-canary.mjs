// Plants one violation of every boundary and expects the linter to catch each: a rule that no longer bites is found here.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const biome = fileURLToPath(new URL('../node_modules/@biomejs/biome/bin/biome', import.meta.url));

/** A file that must not pass, by the rule that must say so. */
const violations = [
  ['packages/core/src', 'lint/style/noRestrictedImports', "import 'node:fs';\n"],
  ['packages/oidc/src', 'lint/style/noRestrictedImports', "import 'fastify';\n"],
  ['packages/oidc/src', 'lint/style/noRestrictedImports', "import '@garance/store';\n"],
  ['packages/store/src', 'lint/style/noRestrictedImports', "import '@garance/hub';\n"],
  ['packages/web/src', 'lint/style/noRestrictedImports', "import '@garance/demo';\n"],
  ['packages/http-browser/src', 'lint/style/noRestrictedImports', "import '@garance/hub';\n"],
  ['apps/hub/src/steps/token', 'lint/style/noRestrictedImports', "import '../consent/consent.ts';\n"],
  ['apps/hub/src', 'lint/style/noRestrictedImports', "import '@garance/demo';\n"],
  ['apps/hub/src', 'lint/style/noRestrictedImports', "import '@garance/qualification';\n"],
  [
    'apps/hub/src/steps/token',
    'lint/style/noRestrictedImports',
    "import '@garance/qualification/rehearsal';\n",
  ],
  ['packages/core/src', 'lint/suspicious/noExplicitAny', 'export const planted: any = 1;\n'],
];

const missed = violations.filter(([folder, rule, text]) => !isCaught(`${folder}/zz-canary`, rule, text));
const cycle = isCycleCaught('packages/core/src/zz-canary');
for (const [folder, rule, text] of missed) console.error(`not caught in ${folder}: ${text.trim()} (${rule})`);
if (!cycle) console.error('not caught: an import cycle');
if (missed.length > 0 || !cycle) process.exit(1);
console.log(`${violations.length + 1} planted violations, all caught`);

function isCaught(folder, rule, text) {
  return withFiles(folder, { 'planted.ts': text }, (output) => output.includes(rule));
}

function isCycleCaught(folder) {
  const files = {
    'one.ts': "import { two } from './two.ts';\nexport const one = () => two;\n",
    'two.ts': "import { one } from './one.ts';\nexport const two = () => one;\n",
  };
  return withFiles(folder, files, (output) => output.includes('lint/suspicious/noImportCycles'));
}

function withFiles(folder, files, judge) {
  const path = `${root}${folder}`;
  mkdirSync(path, { recursive: true });
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(`${path}/${name}`, text);
    const { stdout, stderr } = spawnSync(process.execPath, [biome, 'lint', '--max-diagnostics=50', folder], {
      cwd: root,
      encoding: 'utf8',
    });
    return judge(stdout + stderr);
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}
