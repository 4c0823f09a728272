import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const tool = fileURLToPath(new URL('../../tools/check-patterns.mjs', import.meta.url));

/** One line of source each, with the expected message, if any. */
const lines = [
  ['export const cubic = /[^\\s<>=:]+@[^\\s<>]+\\.[^\\s<>]+/g;', 'polynomial'],
  ["export const exponential = new RegExp('^(a+)+$');", 'exponential'],
  ["const part = 'x*';", undefined],
  ['export const joined = RegExp("^" + part + part + part + "y$");', 'polynomial'],
  ['export const raw = new RegExp(String.raw`\\s+$`);', 'polynomial'],
  ['export const unknown = (text: string) => new RegExp(text);', 'made while running'],
  ['// check-patterns: reads names of 20 characters', undefined],
  ['export const justified = /\\s+$/;', undefined],
  ['export const good = /^[a-z]{1,9}$/;', undefined],
  ['// check-patterns: not needed', undefined],
  ['export const needless = /^a$/;', 'needs no reason'],
  ['// check-patterns: of nothing', 'a reason beside no pattern'],
] as const;

describe('attack 23: the check of every pattern', () => {
  let folder: string;
  let output: readonly string[];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'garance-patterns-'));
    await writeFile(join(folder, 'planted.ts'), lines.map(([line]) => line).join('\n'));
    const run = promisify(execFile)(process.execPath, [tool, folder]);
    const failure = await run.then(
      () => undefined,
      (error: { readonly stderr: string }) => error,
    );
    output = failure?.stderr.split('\n') ?? [];
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(lines.map(([line, expected], index) => [line, expected, index + 1] as const))(
    '%s: %s',
    (_line, expected, number) => {
      const about = output.filter((line) => line.includes(`planted.ts:${number}:`));
      expect(about).toHaveLength(expected === undefined ? 0 : 1);
      if (expected !== undefined) expect(about[0]).toContain(expected);
    },
  );
});
