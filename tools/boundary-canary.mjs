// Plants one violation of every boundary and expects the linter to report each, so that a rule without effect is
// noticed.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findViolations } from './check-boundaries.mjs';
import { readTargets } from './imports.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const biome = fileURLToPath(new URL('../node_modules/@biomejs/biome/bin/biome', import.meta.url));

/** The rules of folders in check-boundaries.mjs; every other name is a rule of Biome. */
const folders = 'folders';

/** Files that must be refused, each with the rule that must refuse it. */
const violations = [
  [
    'packages/core/src',
    'lint/suspicious/noImportCycles',
    "import { two } from './two.ts';\nexport const one = () => two;\n",
    'one.ts',
  ],
  [
    'packages/core/src',
    'lint/suspicious/noImportCycles',
    "import { one } from './one.ts';\nexport const two = () => one;\n",
    'two.ts',
  ],
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
  ['packages/core/src', 'lint/style/noRestrictedImports', "import '@garance/portal';\n"],
  ['apps/hub/src', 'lint/style/noRestrictedImports', "import '@garance/portal';\n"],
  ['apps/portal/src', 'lint/style/noRestrictedImports', "import '@garance/hub';\n"],
  ['apps/portal/src', 'lint/style/noRestrictedImports', "import '@garance/qualification/runner';\n"],
  ['apps/qualification/src/runner', 'lint/style/noRestrictedImports', "import '@garance/hub/testing';\n"],
  ['apps/qualification/src/report', 'lint/style/noRestrictedImports', "import '@garance/store';\n"],
  ['apps/qualification/src', 'lint/style/noRestrictedImports', "import '@garance/portal';\n"],
  ['apps/demo/src', 'lint/style/noRestrictedImports', "import '@garance/hub';\n"],
  ['apps/demo/src/service', 'lint/style/noRestrictedImports', "import '@garance/oidc';\n"],
  ['apps/demo/src/providers', 'lint/style/noRestrictedImports', "import '@garance/store';\n"],
  ['apps/hub/src', folders, "import '../../../packages/web/src/server/locale.ts';\n"],
  ['packages/store/src', folders, "export type { A } from '../../../apps/portal/src/index.ts';\n"],
  ['apps/portal/src/stages/review', folders, "import '../../support/routes.ts';\n"],
  ['apps/portal/src/stages/review/pages', folders, "import type { A } from '../../../support/pages/a.ts';\n"],
  ['apps/portal/src/objects/request', folders, "export * from '../../../stages/review/routes.ts';\n"],
  ['apps/portal/src/objects/request', folders, "import '../../../parts/form/form.ts';\n"],
  ['apps/portal/src/parts/form', folders, "type A = import('../../../stages/review/routes.ts').A;\n"],
  ['apps/portal/src/stages/review', folders, "import '../../../portal.ts';\n"],
  ['apps/portal/src/objects/request', folders, "import '../../../testing/portal-fixture.ts';\n"],
  ['apps/portal/src/objects/request', 'lint/style/noRestrictedImports', "import 'fastify';\n"],
  ['apps/portal/src/objects/request', 'lint/style/noRestrictedImports', "import '@fastify/multipart';\n"],
  ['apps/portal/src/objects/request', 'lint/style/noRestrictedImports', "import 'preact/jsx-runtime';\n"],
  ['apps/portal/src/objects/request', 'lint/style/noRestrictedImports', "import '@garance/web/server';\n"],
  ['apps/portal/src/objects/request', 'lint/style/noRestrictedImports', "import '@garance/hub';\n"],
  ['packages/core/src', 'lint/suspicious/noExplicitAny', 'export const planted: any = 1;\n'],
].map(([folder, rule, text, name = undefined], index) => ({
  file: `${folder}/zz-canary/${name ?? `planted-${index}.ts`}`,
  rule,
  text,
}));

const made = new Set();
try {
  for (const { file, text } of violations) plant(file, text);
  const found = [...lint(), ...findViolations(readTargets(violations.map(({ file }) => file)))];
  const missed = violations.filter(
    ({ file, rule }) => !found.some((planted) => planted.file === file && planted.rule === rule),
  );
  for (const { file, rule, text } of missed) console.error(`not caught in ${file}: ${text.trim()} (${rule})`);
  console.log(`${violations.length} planted violations, ${violations.length - missed.length} caught`);
  if (missed.length > 0) process.exitCode = 1;
} finally {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
}

function plant(file, text) {
  // The topmost folder that was created, to be removed as a whole.
  const first = mkdirSync(dirname(`${root}${file}`), { recursive: true });
  if (first !== undefined) made.add(first);
  writeFileSync(`${root}${file}`, text);
}

/** One run for all of them, because Biome takes long to read the project. */
function lint() {
  const planted = violations.map(({ file }) => file);
  const args = [biome, 'lint', '--reporter=json', '--max-diagnostics=none', ...planted];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (!stdout.startsWith('{')) throw new Error(`Biome gave no report: ${stderr}`);
  return JSON.parse(stdout).diagnostics.map(({ category, location }) => ({
    rule: category,
    file: location.path,
  }));
}
