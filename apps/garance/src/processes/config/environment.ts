/** Environment variables that replace a value of the configuration file. */

import type { Env } from '../../env.ts';
import { fileFields } from './read-files.ts';

interface Variable {
  readonly name: string;
  /** Place in the file. */
  readonly path: readonly [string, ...string[]];
}

export const variables: readonly Variable[] = [
  { name: 'GARANCE_DATABASE_URL', path: ['database', 'url'] },
  { name: 'GARANCE_MASTER_KEY', path: ['masterKey'] },
  { name: 'GARANCE_OTHER_MASTER_KEY', path: ['otherMasterKey'] },
  { name: 'GARANCE_PKCS11_PIN', path: ['keys', 'pkcs11', 'pin'] },
  { name: 'GARANCE_INFLIGHT_PASSWORD', path: ['inflight', 'password'] },
  { name: 'GARANCE_SMTP_URL', path: ['mail', 'smtpUrl'] },
  { name: 'GARANCE_LOG_LEVEL', path: ['logLevel'] },
];

/** Variables for the address of the started process, in place of its section: for several nodes on one machine. */
export const listenerVariables = {
  listen: { host: 'GARANCE_LISTEN_HOST', port: 'GARANCE_LISTEN_PORT' },
  internal: { host: 'GARANCE_INTERNAL_HOST', port: 'GARANCE_INTERNAL_PORT' },
} as const;

/** The file's object with the values of the environment; `<NAME>_FILE` names a file that contains the secret. */
export function withEnvironment(value: unknown, env: Env): unknown {
  return variables.reduce((all, { name, path }) => {
    const direct = env[name];
    const parents = path.slice(0, -1);
    const last = path.at(-1) ?? '';
    const file = fileFields[last] === undefined ? undefined : env[`${name}_FILE`];
    if (direct !== undefined && direct !== '') return put(all, [...parents, last], direct);
    if (file !== undefined && file !== '') return put(all, [...parents, `${last}File`], file);
    return all;
  }, value);
}

/** Replaces a field, in either of its two forms. */
function put(value: unknown, [first = '', ...rest]: readonly string[], to: string): unknown {
  if (value !== undefined && (typeof value !== 'object' || value === null || Array.isArray(value)))
    return value;
  const fields: Record<string, unknown> = { ...value };
  if (rest.length > 0) return { ...fields, [first]: put(fields[first], rest, to) };
  const stem = first.replace(/File$/, '');
  delete fields[stem];
  delete fields[`${stem}File`];
  return { ...fields, [first]: to };
}
