/** Values that the configuration takes from separate files: `masterKeyFile` in place of `masterKey`. */

import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Env } from '../../env.ts';
import { type Problem, pathOf } from './problem.ts';

/** Settings that may be written as `<name>File`; `secret` files must not be readable by others. */
export const fileFields: Readonly<Record<string, 'secret' | 'public'>> = {
  masterKey: 'secret',
  otherMasterKey: 'secret',
  pin: 'secret',
  url: 'secret',
  password: 'secret',
  sentinelPassword: 'secret',
  smtpUrl: 'secret',
  clientKey: 'secret',
  clientKeyPassphrase: 'secret',
  clientSecret: 'secret',
  secretAccessKey: 'secret',
  datapassSecret: 'secret',
  authorization: 'secret',
  clientCertificate: 'public',
  authorities: 'public',
  ca: 'public',
};

/** Secrets without a file form; addresses are among them because they may contain a password. */
const alwaysSecret = new Set(
  Object.keys(fileFields).filter((name) => fileFields[name] === 'secret' && !/url$/i.test(name)),
);

const mostBytes = 65_536;
const depth = 8;

interface Filled {
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** Places of secrets that are in the configuration file itself. */
  readonly inline: readonly string[];
}

interface Sources {
  /** Base of relative paths. */
  readonly folder: string;
  readonly env: Env;
}

/** The configuration with the contents of the files in place of their names. */
export function readFiles(
  value: unknown,
  { folder, env }: Sources,
  steps: readonly PropertyKey[] = [],
): Filled {
  if (typeof value !== 'object' || value === null || steps.length > depth) {
    return { value, problems: [], inline: [] };
  }
  if (Array.isArray(value)) {
    const items = value.map((item, index) => readFiles(item, { folder, env }, [...steps, index]));
    return { value: items.map((item) => item.value), ...gather(items) };
  }
  const fields = Object.entries(value).map(([name, field]) => {
    const stem = /^(.+)File$/.exec(name)?.[1];
    const kind = stem === undefined ? undefined : fileFields[stem];
    const place = [...steps, name];
    if (stem === undefined || kind === undefined)
      return { name, ...readField(name, field, { folder, env, place }) };
    if (Object.hasOwn(value, stem)) {
      const says = `stands beside ${stem}`;
      return {
        name: stem,
        value: undefined,
        inline: [],
        problems: [problem(place, says, 'Keep one of the two.')],
      };
    }
    return { name: stem, inline: [], ...readOne(field, kind, { folder, env, place }) };
  });
  return {
    value: Object.fromEntries(fields.map(({ name, value: field }) => [name, field])),
    ...gather(fields),
  };
}

interface Place extends Sources {
  readonly place: readonly PropertyKey[];
}

function readField(name: string, field: unknown, { folder, env, place }: Place): Filled {
  if (typeof field !== 'string') return readFiles(field, { folder, env }, place);
  const isSecret = alwaysSecret.has(name) || (fileFields[name] === 'secret' && hasPassword(field));
  return { value: field, problems: [], inline: isSecret ? [pathOf(place)] : [] };
}

function hasPassword(text: string): boolean {
  return (URL.parse(text)?.password ?? '') !== '';
}

function gather(parts: readonly Omit<Filled, 'value'>[]): Omit<Filled, 'value'> {
  return {
    problems: parts.flatMap(({ problems }) => problems),
    inline: parts.flatMap(({ inline }) => inline),
  };
}

function problem(place: readonly PropertyKey[], says: string, fix: string): Problem {
  return { path: pathOf(place), says, fix };
}

function readOne(
  field: unknown,
  kind: 'secret' | 'public',
  { folder, env, place }: Place,
): { readonly value: unknown; readonly problems: readonly Problem[] } {
  const refuse = (says: string, fix: string) => ({ value: undefined, problems: [problem(place, says, fix)] });
  if (typeof field !== 'string' || field === '') return refuse('is not a path', 'Give the path of the file.');
  const path = resolve(
    folder,
    field.replace(/^\$\{CREDENTIALS_DIRECTORY\}/, env.CREDENTIALS_DIRECTORY ?? '.'),
  );
  try {
    const { mode, size } = statSync(path);
    if (kind === 'secret' && isOpenToOthers(mode)) {
      return refuse(`${path} can be read by others`, `Take their access away: chmod o=,g-w ${path}`);
    }
    if (size > mostBytes) return refuse(`${path} is larger than 64 KB`, 'Name the file of this value alone.');
    return { value: readFileSync(path, 'utf8').trim(), problems: [] };
  } catch {
    return refuse(`${path} cannot be read`, 'Name a file that the user of this process can read.');
  }
}

/**
 * Access of others, or write access of the group. Read access of the group is allowed: systemd's credentials and
 * Kubernetes' secrets use an access control list or a group of the service. Windows has no such bits.
 */
export function isOpenToOthers(mode: number): boolean {
  return process.platform !== 'win32' && (mode & 0o027) !== 0;
}
