/** Selects the civil register of the embedded start: the demo's, one named by the environment, or none in integration. */
import { readFileSync } from 'node:fs';
import type { CivilRegisterSettings } from '@garance/hub';
import { z } from 'zod';
import { UsageError } from './usage-error.ts';

const file = z.string().min(1).optional();

/** Settings of the register, part of those of the embedded start. */
export const registerVariables = {
  GARANCE_REGISTER_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('A civil register in place of the demo’s, which speaks the national register’s protocol.'),
  GARANCE_REGISTER_CERTIFICATE: file.describe(
    'File in PEM: the certificate that the hubs show to the register, with the chain it needs.',
  ),
  GARANCE_REGISTER_KEY: file.describe('File in PEM: the private key of that certificate.'),
  GARANCE_REGISTER_KEY_PASSPHRASE: z.string().optional().describe('Where that key is encrypted.'),
  GARANCE_REGISTER_AUTHORITIES: file.describe(
    'File in PEM: authorities of the register’s own certificate, in place of those of the system.',
  ),
  GARANCE_REGISTER_PROXY: z
    .string()
    .optional()
    .describe('`http://[user:password@]host:port` of a proxy between the hubs and the register.'),
  GARANCE_REGISTER_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .positive()
    .default(3_000)
    .describe('Of one look-up; one more may follow.'),
  GARANCE_INTEGRATION_REGISTER: z
    .enum(['same', 'none'])
    .default('same')
    .describe(
      '`none`: the integration hubs believe the identity providers, under subjects that no person of the register has. Production always has a register.',
    ),
};

type Variables = z.output<z.ZodObject<typeof registerVariables>>;

export interface RegisterOptions {
  /** Absent: the demo's register. */
  readonly settings?: CivilRegisterSettings;
  readonly integration: 'same' | 'none';
}

/** @throws UsageError for an unreadable file */
export function readRegisterOptions(variables: Variables): RegisterOptions {
  const { GARANCE_REGISTER_URL: url, GARANCE_INTEGRATION_REGISTER: integration } = variables;
  if (url === undefined) return { integration };
  const settings = {
    url,
    timeoutMs: variables.GARANCE_REGISTER_TIMEOUT_MS,
    ...present({
      clientCertificate: readText('GARANCE_REGISTER_CERTIFICATE', variables),
      clientKey: readText('GARANCE_REGISTER_KEY', variables),
      clientKeyPassphrase: variables.GARANCE_REGISTER_KEY_PASSPHRASE,
      authorities: readText('GARANCE_REGISTER_AUTHORITIES', variables),
      proxy: variables.GARANCE_REGISTER_PROXY,
    }),
  };
  return { settings, integration };
}

type FileVariable = 'GARANCE_REGISTER_CERTIFICATE' | 'GARANCE_REGISTER_KEY' | 'GARANCE_REGISTER_AUTHORITIES';

function readText(name: FileVariable, variables: Variables): string | undefined {
  const path = variables[name];
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`${name}: ${path} cannot be read.`);
  }
}

/** The entries that have a value. */
export function present<T extends Readonly<Record<string, string | undefined>>>(
  values: T,
): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: string;
  };
}
