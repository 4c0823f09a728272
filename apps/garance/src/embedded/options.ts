import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { DurableStore, DurableStoreSettings } from '@garance/store';
import { z } from 'zod';
import { type RegisterOptions, readRegisterOptions, registerVariables } from './register-settings.ts';
import { UsageError } from './usage-error.ts';

export { UsageError };

/** Settings of the embedded start, from the environment and the command line. */
export const embeddedSettingsSchema = z.object({
  GARANCE_PORT: z.coerce
    .number()
    .int()
    .min(1)
    .max(65_000)
    .default(3000)
    .describe('First of the ports; the others follow from it, up to +15.'),
  GARANCE_DATA: z.string().min(1).default('var').describe('Where keys and data are kept between starts.'),
  GARANCE_DATAPASS_SECRET: z
    .string()
    .min(32)
    .optional()
    .describe(
      'Shared with an outside habilitation site that sends webhooks to `/datapass/webhook`; at least 32 characters.',
    ),
  ...registerVariables,
  GARANCE_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
});

export interface EmbeddedOptions {
  readonly basePort: number;
  readonly dataDir: string;
  readonly logLevel: z.infer<typeof embeddedSettingsSchema>['GARANCE_LOG_LEVEL'];
  readonly reset: boolean;
  readonly datapassSecret?: string;
  readonly seedClientsFile?: string;
  readonly seedProvidersFile?: string;
  /** The durable store; by default on PGlite in the data directory. */
  readonly openStore?: (settings: DurableStoreSettings) => Promise<DurableStore>;
  /** Default: the demo's register, for every hub. */
  readonly register?: RegisterOptions;
  /** Shortens the delays of rehearsed faults, for the suite's own tests. */
  readonly rehearsalScale?: number;
  /** Ids of the only scenarios that a run from the partner space plays, for tests of everything around it. */
  readonly qualificationOnly?: readonly string[];
}

export function readEmbeddedOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): EmbeddedOptions {
  const settings = embeddedSettingsSchema.safeParse(env);
  if (!settings.success) throw new UsageError(z.prettifyError(settings.error));
  const values = parse(args);
  return {
    basePort: settings.data.GARANCE_PORT,
    dataDir: resolve(settings.data.GARANCE_DATA),
    logLevel: settings.data.GARANCE_LOG_LEVEL,
    reset: values.reset ?? false,
    register: readRegisterOptions(settings.data),
    ...(settings.data.GARANCE_DATAPASS_SECRET !== undefined && {
      datapassSecret: settings.data.GARANCE_DATAPASS_SECRET,
    }),
    ...(values['seed-clients'] !== undefined && { seedClientsFile: values['seed-clients'] }),
    ...(values['seed-providers'] !== undefined && { seedProvidersFile: values['seed-providers'] }),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        reset: { type: 'boolean' },
        'seed-clients': { type: 'string' },
        'seed-providers': { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'unreadable arguments');
  }
}
