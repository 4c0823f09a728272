/** The configuration file of an installation, read by each of its processes: one JSON object, units in the names. */
import { isAbsolute } from 'node:path';
import { civilRegisterSettingsSchema, hubConfigSchema } from '@garance/hub';
import { portalConfigSchema } from '@garance/portal';
import { z } from 'zod';
import { telemetrySettingsSchema } from '../../telemetry/settings.ts';

const portSchema = z.number().int().min(1).max(65_535);
/** A port in an environment variable: digits only. */
export const portTextSchema = z.string().regex(/^\d+$/).transform(Number).pipe(portSchema);

const listenSchema = z.strictObject({
  host: z.string().min(1).default('127.0.0.1').describe('Address to listen on; `0.0.0.0` is every one.'),
  port: portSchema.describe(
    'With `--workers N`, the internal listeners take this port and the N − 1 after it.',
  ),
});
const publicListener = listenSchema.describe('Where the proxy reaches it: `host`, `port`.');
const internalListener = listenSchema.describe(
  'Health, readiness and metrics: `host`, `port` that the public cannot reach.',
);

const nodeSchema = z.strictObject({ host: z.string().min(1), port: portSchema.default(6379) });

const serverFields = {
  username: z.string().min(1).optional().describe('User of the access control list.'),
  password: z.string().min(1).optional().describe('Its password.'),
  tls: z
    .strictObject({
      ca: z.string().optional().describe('PEM: authorities in place of those of the system.'),
      clientCertificate: z
        .string()
        .optional()
        .describe('PEM: for a server that asks for one, with its chain.'),
      clientKey: z.string().optional().describe('PEM: its key.'),
    })
    .optional()
    .describe(
      'Encrypts every connection; `{}` trusts the authorities of the system. `ca`, `clientCertificate`, `clientKey`, each also as …`File`.',
    ),
  callTimeoutMs: z.number().int().min(50).max(10_000).default(500).describe('Of one call.'),
  waitReplicas: z
    .number()
    .int()
    .min(0)
    .max(10)
    .default(0)
    .describe('Replicas that must have what was taken before it counts as taken.'),
};

const inflightSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('memory') }),
    z.strictObject({ kind: z.literal('single'), ...nodeSchema.shape, ...serverFields }),
    z.strictObject({ kind: z.literal('cluster'), nodes: z.array(nodeSchema).min(1), ...serverFields }),
    z.strictObject({
      kind: z.literal('sentinel'),
      primaryName: z.string().min(1),
      sentinels: z.array(nodeSchema).min(1),
      sentinelUsername: z.string().min(1).optional().describe('User of the sentinels themselves.'),
      sentinelPassword: z.string().min(1).optional().describe('Its password.'),
      ...serverFields,
    }),
  ])
  .describe(
    'What lives between two requests of a login. `{"kind": "memory"}` serves one process; `single` (`host`, `port`), `cluster` (`nodes`) and `sentinel` (`primaryName`, `sentinels`) are Valkey or Redis 7, each with `username`, `password`, `tls`, `callTimeoutMs`, `waitReplicas`.',
  );

const masterKeySchema = z
  .string()
  .refine(isMasterKey, 'is not 32 bytes in base64')
  .describe('32 bytes in base64: `openssl rand -base64 32`. The same for every process.');

export const hubAlgorithms = ['ES256', 'RS256', 'ECDH-ES', 'RSA-OAEP', 'RSA-OAEP-256'] as const;

/** Where private keys of hubs are: sealed in the database, or in a token. */
export const pkcs11Schema = z.strictObject({
  modulePath: z
    .string()
    .refine(isAbsolute, 'is not an absolute path')
    .describe('The shared library of the token’s vendor, absolute: `/usr/lib/softhsm/libsofthsm2.so`.'),
  tokenLabel: z.string().min(1).max(32).describe('Label of the token that was initialised for Garance.'),
  pin: z.string().min(4).max(255).describe('PIN of its user.'),
  sessions: z
    .number()
    .int()
    .min(1)
    .max(64)
    .default(4)
    .describe('Of one process: what the token does at once.'),
  callTimeoutMs: z
    .number()
    .int()
    .min(50)
    .max(30_000)
    .default(2_000)
    .describe('Of one use; beyond it the login ends with 503.'),
  softwareAlgorithms: z
    .array(z.enum(hubAlgorithms))
    .default([])
    .describe(
      'Those that the token cannot do: their keys are made in software and rest sealed in the database.',
    ),
});

function isMasterKey(text: string): boolean {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === 32 && bytes.toString('base64') === text;
}

const issuerSchema = z
  .url({ protocol: /^https?$/ })
  .regex(/^[^?#]+[^/?#]$/, 'must not end with a slash, and has no query or fragment')
  .describe('`https://<host>/api/v2`, as the public reaches it, without final slash.');

/** One hub: its settings, and where it listens. */
export const hubSectionSchema = hubConfigSchema
  .partial({ platformName: true, transactionTtlSeconds: true })
  .omit({ partnerSpaceUrl: true, trustedProxies: true })
  .extend({ issuer: issuerSchema, listen: publicListener, internal: internalListener })
  .strict();

export const portalSectionSchema = portalConfigSchema
  .omit({
    operatorMail: true,
    trustedProxies: true,
    demoHref: true,
    outboundPorts: true,
    relaxedAddresses: true,
  })
  .extend({
    listen: publicListener,
    internal: internalListener,
    alertsUrl: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe(
        'Prometheus’ alerts, `http://prometheus:9090/api/v1/alerts`: the public status page then says which hub is disturbed. It may be in a private network.',
      ),
  })
  .strict();

export const workerSectionSchema = z.strictObject({
  internal: internalListener,
  keyRotationDays: z
    .number()
    .int()
    .min(0)
    .max(3650)
    .default(90)
    .describe('Age in days at which the keys of a hub get successors; 0: by hand alone.'),
  mailBacklogSeconds: z
    .number()
    .int()
    .min(10)
    .default(300)
    .describe('Time that a mail may be due before the worker is no longer ready.'),
  auditExportsDirectory: z
    .string()
    .min(1)
    .optional()
    .describe('Where the signed head of the audit log of each day is written: take it off the machine.'),
});

const userSchema = z.string().min(1).max(63);

export const configurationSchema = z.strictObject({
  database: z
    .strictObject({
      url: z
        .url({ protocol: /^postgres(?:ql)?$/ })
        .describe('`postgres://user:password@host/name?sslmode=verify-full&sslrootcert=FILE`.'),
      maxConnections: z.number().int().min(3).max(200).default(10).describe('Of one process.'),
      connectTimeoutMs: z
        .number()
        .int()
        .min(100)
        .max(60_000)
        .default(3_000)
        .describe('After which no connection was to be had.'),
      statementTimeoutMs: z
        .number()
        .int()
        .min(100)
        .max(600_000)
        .default(10_000)
        .describe('Of one statement.'),
      users: z
        .strictObject({ hub: userSchema, portal: userSchema, worker: userSchema })
        .optional()
        .describe(
          '`hub`, `portal`, `worker`: users of the database, to whom `migrate` gives what each process needs. Each process then connects by its own `GARANCE_DATABASE_URL`.',
        ),
    })
    .describe(
      'PostgreSQL 15 or newer: `url`, `maxConnections`, `connectTimeoutMs`, `statementTimeoutMs`, `users`.',
    ),
  masterKey: masterKeySchema,
  otherMasterKey: masterKeySchema
    .optional()
    .describe(
      'While the master key is being changed: the next or the former one, which opens and never seals.',
    ),
  keys: z
    .strictObject({
      pkcs11: pkcs11Schema
        .optional()
        .describe('A PKCS#11 token in which new private keys of hubs are made, and which they never leave.'),
    })
    .prefault({})
    .describe(
      'Where private keys of hubs are made: `pkcs11`; without it in software, sealed in the database.',
    ),
  logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  trustedProxies: z
    .array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]))
    .default([])
    .describe('Addresses or networks of the proxies in front: they alone may say the address of a caller.'),
  outboundPorts: portalConfigSchema.shape.outboundPorts,
  inflight: inflightSchema,
  storesWithoutTls: z
    .boolean()
    .default(false)
    .describe(
      'The network encrypts by itself (WireGuard, a mesh): without it, production refuses stores on other machines without TLS.',
    ),
  register: z
    .strictObject({
      integration: civilRegisterSettingsSchema.strict().optional(),
      production: civilRegisterSettingsSchema.strict().optional(),
    })
    .describe('The civil register of each environment: `integration`, `production`.'),
  mail: z
    .strictObject({
      smtpUrl: z
        .url({ protocol: /^smtps?$/ })
        .describe('`smtps://user:password@host:port` of the mail server.'),
      from: z.string().min(3).describe('Sender of every mail: `Name <address>`.'),
      operator: z.email().describe('Address of the operator’s team.'),
      domain: z.hostname().describe('Domain of Message-IDs.'),
    })
    .describe('`smtpUrl`, `from`, `operator`, `domain`.'),
  drain: z
    .strictObject({
      noticeSeconds: z
        .number()
        .min(0)
        .max(120)
        .default(5)
        .describe('Time in which readiness is false and requests are still taken.'),
      deadlineSeconds: z
        .number()
        .min(1)
        .max(300)
        .default(30)
        .describe('Time for requests under way; then their connections are cut.'),
    })
    .prefault({})
    .describe('What happens on SIGTERM: `noticeSeconds` (5), `deadlineSeconds` (30).'),
  telemetry: telemetrySettingsSchema
    .prefault({})
    .describe('`profiling` (false), `traces` (off): see docs/telemetry.md.'),
  maxClockDifferenceSeconds: z
    .number()
    .min(0.1)
    .max(60)
    .default(5)
    .describe('From the database’s clock; beyond it a process is not ready.'),
  development: z
    .strictObject({
      allowHttp: z.boolean().default(false),
      allowPrivateAddresses: z.boolean().default(false),
    })
    .optional()
    .describe('`allowHttp`, `allowPrivateAddresses` of what is fetched; refused beside a hub of production.'),
  hubs: z.array(hubSectionSchema).min(1).max(4).describe('Each hub of the installation.'),
  portal: portalSectionSchema.optional().describe('The partner space.'),
  worker: workerSectionSchema.optional().describe('Mails, webhooks, expiry, deletion, keys.'),
});

export type Configuration = z.output<typeof configurationSchema>;
export type HubSection = Configuration['hubs'][number];
export type PortalSection = NonNullable<Configuration['portal']>;
export type WorkerSection = NonNullable<Configuration['worker']>;
export type Listener = z.output<typeof listenSchema>;
