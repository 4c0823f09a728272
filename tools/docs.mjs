// `npm run docs`: writes the generated documents; `-- --check` fails when one differs from what the code says.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const generators = [
  'build-error-docs.mjs',
  'build-configuration-docs.mjs',
  'build-route-docs.mjs',
  'build-architecture-docs.mjs',
  'build-lifecycle-docs.mjs',
  'build-qualification-docs.mjs',
  'build-threat-docs.mjs',
  'build-seed-docs.mjs',
];
const failed = generators.filter((name) => {
  const file = fileURLToPath(new URL(name, import.meta.url));
  return spawnSync(process.execPath, [file, ...process.argv.slice(2)], { stdio: 'inherit' }).status !== 0;
});
if (failed.length > 0) process.exit(1);
