import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type HubConfig, hubConfigSchema } from '@garance/hub';
import type { PlatformStore, PlatformStoreSettings } from '@garance/portal';
import { z } from 'zod';
import { type TelemetrySettings, tracesSchema } from '../telemetry/settings.ts';
import type { PublicAddresses } from './addresses.ts';
import { dataFolderSetting } from './data-folder.ts';
import {
  present,
  type RegisterOptions,
  readRegisterOptions,
  registerVariables,
} from './register-settings.ts';
import { UsageError } from './usage-error.ts';

export { UsageError };

/** Issuer of one hub behind a TLS proxy. */
const issuerSetting = (hub: string) =>
  z
    .url({ protocol: /^https$/ })
    .regex(/^[^?#]+[^/?#]$/, 'must not end with a slash, and has no query or fragment')
    .optional()
    .describe(`Issuer of the ${hub} hub behind a TLS proxy: \`https://<host>/api/v2\`, a host for each hub.`);

const link = (what: string) =>
  hubConfigSchema.shape.links.unwrap().shape.help.describe(`${what}, at the foot of every page of a login.`);

/** Settings of the embedded start, from the environment and the command line. */
export const embeddedSettingsSchema = z.object({
  GARANCE_PORT: z.coerce
    .number()
    .int()
    .min(1)
    .max(65_000)
    .default(3000)
    .describe('First of the ports; the others follow from it, up to +16.'),
  GARANCE_DATA: dataFolderSetting,
  GARANCE_DATAPASS_SECRET: z
    .string()
    .min(32)
    .optional()
    .describe(
      'Shared with an outside habilitation site that sends webhooks to `/datapass/webhook`; at least 32 characters.',
    ),
  ...registerVariables,
  GARANCE_ISSUER_STANDARD_INTEGRATION: issuerSetting('standard integration'),
  GARANCE_ISSUER_PLUS_INTEGRATION: issuerSetting('plus integration'),
  GARANCE_ISSUER_STANDARD_PRODUCTION: issuerSetting('standard production'),
  GARANCE_ISSUER_PLUS_PRODUCTION: issuerSetting('plus production'),
  GARANCE_PORTAL_ORIGIN: z
    .url({ protocol: /^https$/ })
    .refine((url) => URL.canParse(url) && new URL(url).origin === url, 'must be an origin: https://<host>')
    .optional()
    .describe('The partner space behind a TLS proxy: `https://<host>`.'),
  GARANCE_TRUSTED_PROXIES: z
    .string()
    .transform((text) => text.split(',').map((address) => address.trim()))
    .pipe(z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])).min(1))
    .optional()
    .describe(
      'Addresses or networks of the proxies in front, separated by commas: they alone may say the address of a caller.',
    ),
  GARANCE_SINGLE_SIGN_ON_SECONDS: z.coerce
    .number()
    .pipe(hubConfigSchema.shape.singleSignOnSeconds.unwrap())
    .default(0)
    .describe('Single sign-on on the standard hubs, for every profile; 0 is off, 28800 the most.'),
  GARANCE_HELP_URL: link('Help'),
  GARANCE_CONTACT_URL: link('Contact, also `mailto:`'),
  GARANCE_LEGAL_NOTICE_URL: link('Legal notice'),
  GARANCE_ACCESSIBILITY_URL: link('Accessibility statement'),
  GARANCE_PROFILING: z
    .stringbool()
    .default(false)
    .describe('Serves `/profile` and `/heap` beside `/metrics`.'),
  GARANCE_TRACES_URL: tracesSchema.shape.url
    .optional()
    .describe('Sends OpenTelemetry traces of every request there: OTLP over HTTP.'),
  GARANCE_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
});

/** Settings that apply to every hub. */
export type HubSettings = Readonly<
  Partial<Pick<HubConfig, 'singleSignOnSeconds' | 'trustedProxies' | 'links'>>
>;

export interface EmbeddedOptions {
  readonly basePort: number;
  /** Addresses behind a TLS proxy, if there is one. */
  readonly publicAddresses?: PublicAddresses;
  readonly hubSettings?: HubSettings;
  readonly dataDir: string;
  readonly logLevel: z.infer<typeof embeddedSettingsSchema>['GARANCE_LOG_LEVEL'];
  readonly reset: boolean;
  readonly datapassSecret?: string;
  readonly seedClientsFile?: string;
  readonly seedProvidersFile?: string;
  /** Opens the stores; default: PGlite in the data directory. */
  readonly openStore?: (settings: PlatformStoreSettings) => Promise<PlatformStore>;
  /** Default: the demo's register for every hub. */
  readonly register?: RegisterOptions;
  /** Default: no profiling, no traces. */
  readonly telemetry?: TelemetrySettings;
  /** Factor for the delays of rehearsed faults, for the suite's own tests. */
  readonly rehearsalScale?: number;
  /** For tests: ids of the only scenarios that a run from the partner space plays. */
  readonly qualificationOnly?: readonly string[];
}

/**
 * Reads settings and arguments of `garance start`.
 * @throws UsageError for an unknown argument or an invalid value
 */
export function readEmbeddedOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): EmbeddedOptions {
  const settings = embeddedSettingsSchema.safeParse(env);
  if (!settings.success) throw new UsageError(z.prettifyError(settings.error));
  const values = parse(args);
  return {
    basePort: settings.data.GARANCE_PORT,
    publicAddresses: publicAddressesOf(settings.data),
    hubSettings: hubSettingsOf(settings.data),
    dataDir: resolve(settings.data.GARANCE_DATA),
    logLevel: settings.data.GARANCE_LOG_LEVEL,
    reset: values.reset ?? false,
    register: readRegisterOptions(settings.data),
    telemetry: telemetryOf(settings.data),
    ...(settings.data.GARANCE_DATAPASS_SECRET !== undefined && {
      datapassSecret: settings.data.GARANCE_DATAPASS_SECRET,
    }),
    ...(values['seed-clients'] !== undefined && { seedClientsFile: values['seed-clients'] }),
    ...(values['seed-providers'] !== undefined && { seedProvidersFile: values['seed-providers'] }),
  };
}

type Settings = z.output<typeof embeddedSettingsSchema>;

function publicAddressesOf(settings: Settings): PublicAddresses {
  const portal = settings.GARANCE_PORTAL_ORIGIN;
  return {
    ...(portal !== undefined && { portal }),
    issuers: {
      standard: present({
        integration: settings.GARANCE_ISSUER_STANDARD_INTEGRATION,
        production: settings.GARANCE_ISSUER_STANDARD_PRODUCTION,
      }),
      plus: present({
        integration: settings.GARANCE_ISSUER_PLUS_INTEGRATION,
        production: settings.GARANCE_ISSUER_PLUS_PRODUCTION,
      }),
    },
  };
}

function telemetryOf({ GARANCE_PROFILING: profiling, GARANCE_TRACES_URL: url }: Settings): TelemetrySettings {
  return { profiling, ...(url !== undefined && { traces: tracesSchema.parse({ url, sampleRatio: 1 }) }) };
}

function hubSettingsOf(settings: Settings): HubSettings {
  const trustedProxies = settings.GARANCE_TRUSTED_PROXIES;
  return {
    singleSignOnSeconds: settings.GARANCE_SINGLE_SIGN_ON_SECONDS,
    ...(trustedProxies !== undefined && { trustedProxies }),
    links: {
      help: settings.GARANCE_HELP_URL,
      contact: settings.GARANCE_CONTACT_URL,
      legalNotice: settings.GARANCE_LEGAL_NOTICE_URL,
      accessibility: settings.GARANCE_ACCESSIBILITY_URL,
    },
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
