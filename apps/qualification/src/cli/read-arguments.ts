import { readFileSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { z } from 'zod';
import {
  type QualifySettings,
  qualifySettingsSchema,
  type SomeSettings,
  someSettingsSchema,
} from './settings.ts';

/** Arguments that cannot be used; reported without a stack. */
export class QualifyUsageError extends Error {}

export type QualifyRequest =
  | { readonly kind: 'run'; readonly settings: QualifySettings }
  | { readonly kind: 'list'; readonly settings: SomeSettings }
  | {
      readonly kind: 'verify';
      readonly file: string;
      readonly keys?: string;
      readonly settings: SomeSettings;
    }
  | { readonly kind: 'help' };

/** Names of arguments, by what they set. */
const textFlags = {
  platform: 'platform',
  'client-id': 'clientId',
  'login-url': 'loginUrl',
  'signed-in': 'signedIn',
  'protected-url': 'protectedUrl',
  'sign-up-url': 'signUpUrl',
  'logout-url': 'logoutUrl',
  'step-up-url': 'stepUpUrl',
  'profile-url': 'profileUrl',
  'sign-in-control': 'signInControl',
  'data-dir': 'dataDir',
  json: 'json',
  html: 'html',
  junit: 'junit',
  lang: 'lang',
} as const satisfies Record<string, keyof QualifySettings>;

const switchFlags = {
  http: 'http',
  slow: 'slow',
  quick: 'quick',
  'public-service': 'publicService',
  'on-rehearsal-issuer': 'onRehearsalIssuer',
} as const satisfies Record<string, keyof QualifySettings>;

const placeholders: Readonly<Record<string, string>> = {
  platform: 'standard|plus',
  'client-id': 'ID',
  'signed-in': "'SELECTOR OR TEXT'",
  'sign-in-control': 'SELECTOR',
  'data-dir': 'DIR',
  json: 'FILE|-',
  html: 'FILE',
  junit: 'FILE',
  lang: 'fr|en',
};

const options: NonNullable<ParseArgsConfig['options']> = {
  ...Object.fromEntries(Object.keys(textFlags).map((name) => [name, { type: 'string' as const }])),
  ...Object.fromEntries(Object.keys(switchFlags).map((name) => [name, { type: 'boolean' as const }])),
  only: { type: 'string', multiple: true },
  parallel: { type: 'string' },
  config: { type: 'string' },
  keys: { type: 'string' },
  list: { type: 'boolean' },
  help: { type: 'boolean' },
};

/** @throws QualifyUsageError */
export function readArguments(args: readonly string[]): QualifyRequest {
  const { values, positionals } = parse(args);
  if (values.help === true) return { kind: 'help' };
  const settings = { ...readConfig(values.config), ...fromFlags(values) };
  const [verb, file, ...rest] = positionals;
  if (verb === 'verify' && file !== undefined && rest.length === 0) {
    const keys = values.keys;
    return {
      kind: 'verify',
      file,
      settings: check(someSettingsSchema, settings),
      ...(typeof keys === 'string' && { keys }),
    };
  }
  if (verb !== undefined)
    throw new QualifyUsageError(`Not understood: ${positionals.join(' ')}\n\n${usage()}`);
  if (values.list === true) return { kind: 'list', settings: check(someSettingsSchema, settings) };
  return { kind: 'run', settings: check(qualifySettingsSchema, settings) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new QualifyUsageError(error instanceof Error ? error.message : 'unreadable arguments');
  }
}

function readConfig(path: unknown): object {
  if (typeof path !== 'string') return {};
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read;
  } catch (error) {
    throw new QualifyUsageError(
      `The configuration file ${path} cannot be read: ${error instanceof Error ? error.message : 'unknown error'}`,
    );
  }
  throw new QualifyUsageError(`The configuration file ${path} must hold one JSON object.`);
}

function fromFlags(values: Readonly<Record<string, unknown>>): object {
  const named = Object.entries({ ...textFlags, ...switchFlags }).flatMap(([flag, key]) =>
    values[flag] === undefined ? [] : [[key, values[flag]] as const],
  );
  const only = Array.isArray(values.only) ? values.only.flatMap((name) => String(name).split(',')) : [];
  return {
    ...Object.fromEntries(named),
    ...(only.length > 0 && { only: only.map((name) => name.trim()).filter(Boolean) }),
    ...(values.parallel !== undefined && { parallel: Number(values.parallel) }),
  };
}

/** Says which settings are missing or wrong, by the names of their arguments. */
function check<T>(schema: z.ZodType<T>, input: object): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path: [key], message, code }) => {
    const name = flagOf(String(key));
    const missing = key !== undefined && !Object.hasOwn(input, key);
    return code === 'unrecognized_keys' ? message : `${name}: ${missing ? 'missing' : message}`;
  });
  throw new QualifyUsageError(`${lines.join('\n')}\n\n${usage()}`);
}

function flagOf(key: string): string {
  const found = Object.entries({ ...textFlags, ...switchFlags }).find(
    ([, property]) => property === key,
  )?.[0];
  return `--${found ?? key}`;
}

/** The arguments, one a line, in the words of the configuration's schema. */
export function usage(): string {
  const lines = Object.entries({ ...textFlags, ...switchFlags }).map(([flag, key]) => {
    const value = flag in switchFlags ? '' : ` ${placeholders[flag] ?? 'URL'}`;
    return `  --${flag}${value}`.padEnd(38) + (qualifySettingsSchema.shape[key].description ?? '');
  });
  return `garance qualify, exit status 0 when every required scenario passed, 1 when one did not, 2 when nothing could be run

  garance qualify --platform plus --login-url URL --signed-in '…' --protected-url URL [options]
  garance qualify --config FILE
  garance qualify --list [--platform …] [--only …]
  garance qualify verify FILE [--keys URL|FILE]

${lines.join('\n')}
  --only ID-OR-FAMILY,…               ${qualifySettingsSchema.shape.only.description}
  --parallel N                        ${qualifySettingsSchema.shape.parallel.description}
  --config FILE                       These settings from a JSON file; arguments go before.
  --list                              The scenarios, without running any.
`;
}
