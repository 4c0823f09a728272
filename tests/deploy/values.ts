/** Addresses of a test's installation: its machines are addresses in this machine's loopback network. */
import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const deploy = (...path: readonly string[]): string => join(root, 'deploy', ...path);

export type Values = Readonly<Record<string, string>>;

/** The values of the example file, in order. */
export const exampleValues: Values = Object.fromEntries(
  [...readFileSync(deploy('values'), 'utf8').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(
    ([, name = '', value = '']) => [name, value],
  ),
);

/**
 * The example's values with every address moved to 127.x.y.0/24, with random x and y, so that concurrent test runs do
 * not collide.
 */
export function valuesOnLoopback(changes: Values = {}): Values {
  const network = `127.${randomInt(1, 255)}.${randomInt(0, 256)}`;
  const moved = Object.entries(exampleValues).map(([name, value]) => [
    name,
    value.replace(/\b10\.0\.0\.(\d+)/, `${network}.$1`),
  ]);
  return { ...Object.fromEntries(moved), ...changes };
}

export function writeValues(file: string, values: Values): void {
  writeFileSync(
    file,
    Object.entries(values)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
}

/** The program of this name, or undefined. */
export function findProgram(name: string): string | undefined {
  try {
    return execFileSync('sh', ['-c', 'PATH=$PATH:/usr/sbin:/sbin; command -v "$1"', 'sh', name], {
      encoding: 'utf8',
    }).trim();
  } catch {
    return undefined;
  }
}
