// Steps before any build, from the installed packages: each does nothing when nothing changed.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));

const preparations = ['build-geography.mjs', 'build-assets.mjs', 'build-prepared-databases.mjs'];

/** @returns the step that failed, if any */
export function prepare(node, env = process.env) {
  return preparations.find(
    (step) => spawnSync(node, [join(folder, step)], { stdio: ['ignore', 2, 2], env }).status !== 0,
  );
}
