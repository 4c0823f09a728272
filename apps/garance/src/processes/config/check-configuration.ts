/** Reads and checks the configuration file; reports all problems at once. */

import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { z } from 'zod';
import { UsageError } from '../../embedded/usage-error.ts';
import type { Env } from '../../env.ts';
import { withEnvironment } from './environment.ts';
import { fixFor } from './fix-for.ts';
import { describeProblems, type Problem, pathOf } from './problem.ts';
import { isOpenToOthers, readFiles } from './read-files.ts';
import { judge } from './rules.ts';
import { type Configuration, configurationSchema } from './schema.ts';

export type Checked =
  | { readonly problems: readonly [Problem, ...Problem[]] }
  | { readonly problems: readonly []; readonly configuration: Configuration };

/** @throws UsageError with every problem */
export function readConfiguration(file: string, env: Env): Configuration {
  const checked = checkConfiguration(file, env);
  if ('configuration' in checked) return checked.configuration;
  throw new UsageError(describeProblems(file, checked.problems));
}

export function checkConfiguration(file: string, env: Env): Checked {
  const read = readJson(file);
  if ('problem' in read) return { problems: [read.problem] };
  const filled = readFiles(withEnvironment(read.value, env), { folder: dirname(resolve(file)), env });
  const parsed = configurationSchema.safeParse(filled.value);
  const unread = new Set(filled.problems.map(({ path }) => path.replace(/File$/, '')));
  const found = [
    ...filled.problems,
    ...exposed(file, readFiles(read.value, { folder: dirname(resolve(file)), env }).inline),
    ...(parsed.success ? [] : parsed.error.issues.flatMap(problemsOf)),
    ...judge(filled.value),
    ...(parsed.success ? missingLibrary(parsed.data) : []),
  ];
  // A value whose file cannot be read is not reported as missing too.
  const [first, ...more] = found.filter(
    ({ path }, index) => index < filled.problems.length || !unread.has(path),
  );
  if (first !== undefined) return { problems: [first, ...more] };
  return { problems: [], configuration: parsed.data as Configuration };
}

function readJson(file: string): { readonly value: unknown } | { readonly problem: Problem } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return { problem: { path: '', says: 'cannot be read', fix: 'Name a file that this user can read.' } };
  }
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const place = / at position \d+(?: \(line \d+ column \d+\))?/.exec(String(error))?.[0] ?? '';
    return { problem: { path: '', says: `is not JSON${place}`, fix: 'Correct it there.' } };
  }
}

function missingLibrary({ keys: { pkcs11 } }: Configuration): readonly Problem[] {
  if (pkcs11 === undefined || existsSync(pkcs11.modulePath)) return [];
  const fix = 'Install the library of the token’s vendor there, or correct the path.';
  return [{ path: 'keys.pkcs11.modulePath', says: 'is not there', fix }];
}

/** Inline secrets in a configuration file that other users can read. */
function exposed(file: string, inline: readonly string[]): readonly Problem[] {
  if (inline.length === 0 || !isOpenToOthers(statSync(file).mode)) return [];
  const fix = `Take their access away (chmod o=,g-w ${file}), or name a file of the secret's own as …File.`;
  return inline.map((path) => ({ path, says: 'is a secret in a file that others can read', fix }));
}

function problemsOf(issue: z.core.$ZodIssue): readonly Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = fixFor(issue.path, 'names');
    return issue.keys.map((key) => ({
      path: pathOf([...issue.path, key]),
      says: 'is not a setting',
      fix: `Correct its name or remove it. ${known}`,
    }));
  }
  return [{ path: pathOf(issue.path), says: inWords(issue), fix: fixFor(issue.path, 'value') }];
}

/** The problem as text, without the value. */
function inWords(issue: z.core.$ZodIssue): string {
  const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  return isMissing ? 'is missing' : issue.message.replace(/\.$/, '');
}
