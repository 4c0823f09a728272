import type { Clock, Environment, HubId, PivotIdentity } from '@garance/core';
import type { Vault } from '@garance/store';
import type { Outbound } from '@garance/web/outbound';
import type { createPino, MeasureRequests } from '@garance/web/server';
import { z } from 'zod';
import type { PlatformStore } from './objects/portal-store.ts';
import type { QualificationRunner } from './objects/qualification/runs/port.ts';

export const portalConfigSchema = z.object({
  origin: z.url().describe('`https://<host>`, without final slash.'),
  operatorMail: z.email().describe('Where the team reads what concerns nobody in particular.'),
  band: z
    .enum(['integration', 'demonstration'])
    .optional()
    .describe(
      'What the band above every page says; without it there is none: a partner space of production.',
    ),
  datapassSecret: z.string().min(32).optional().describe('Signs webhooks of the outside habilitation site.'),
  attachments: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('database') }),
      z.object({
        kind: z.literal('s3'),
        endpoint: z.url(),
        bucket: z.string(),
        region: z.string(),
        accessKeyId: z.string(),
        secretAccessKey: z.string(),
        /** The store is on the operator's own network: http and private addresses are accepted for this store only. */
        ownNetwork: z.boolean().optional(),
      }),
    ])
    .default({ kind: 'database' })
    .describe(
      'Contents of documents: `{kind: "database"}`, or `s3` with `endpoint`, `bucket`, `region`, `accessKeyId`, `secretAccessKey`, and `ownNetwork: true` for a store reached by http or a private address.',
    ),
  professionals: z
    .object({ issuer: z.url(), clientId: z.string(), clientSecret: z.string() })
    .optional()
    .describe('An OpenID Provider for professionals.'),
  trustedProxies: z
    .array(z.string())
    .optional()
    .describe('Proxies that may say the address of a caller: addresses or networks.'),
  /** Path of the embedded start's list of addresses and accounts. */
  demoHref: z.string().optional(),
  qualificationRunsAtOnce: z
    .number()
    .int()
    .min(1)
    .max(8)
    .default(2)
    .describe('Runs of the qualification suite at once, of different services, on one node.'),
  qualificationRetestDays: z
    .number()
    .int()
    .min(0)
    .max(365)
    .default(7)
    .describe('Days after which a qualified service is tested again; 0: never.'),
  outboundPorts: z
    .array(z.number().int().min(1).max(65_535))
    .min(1)
    .optional()
    .describe(
      '443 alone unless told. Ports of the addresses that partners name and the platform fetches (`jwks_uri`, sector documents, addresses of a qualification). The guarded client of the hubs and of the partner space is given the same.',
    ),
  uploadStallSeconds: z
    .number()
    .min(0.05)
    .max(30)
    .default(10)
    .describe('Seconds without a byte after which the upload of a document is ended.'),
  /** In the embedded start only: partners may enter http and loopback addresses; every page says so. */
  relaxedAddresses: z.boolean().default(false),
});
export type PortalConfig = Readonly<z.infer<typeof portalConfigSchema>>;

/** `unknown` while the measurements cannot be read. */
export type ServiceState =
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'known';
      readonly hubs: readonly { readonly hub: HubId; readonly disturbedSinceMs?: number }[];
    };

/** Dependencies of the partner space. */
export interface PortalDeps {
  readonly config: PortalConfig;
  readonly clock: Clock;
  readonly logger: ReturnType<typeof createPino>;
  readonly store: PlatformStore;
  readonly vault: Vault;
  /** Applies the SSRF guard; used for every address that a partner can name. */
  readonly outbound: Outbound;
  /** HTTP client for a document store on the operator's own network; created by `buildPortal`. */
  readonly attachmentOutbound?: Outbound;
  /** Issuer of each hub, shown next to client ids. */
  readonly issuerOf: (hub: HubId) => string;
  readonly environments: readonly Environment[];
  /** Adds successors to every key of this hub; returns their ids. Absent where keys are rotated elsewhere. */
  readonly rotateKeys?: (hub: HubId) => Promise<readonly string[]>;
  /** Counts and times requests; exposed on the operations port only. */
  readonly measureRequests?: MeasureRequests;
  /** Health and readiness are answered by an internal listener, and not on the public one. */
  readonly probesElsewhere?: boolean;
  /** Keeps the signed head of the audit log of a day (`YYYY-MM-DD`) outside the database. */
  readonly keepAuditHead?: (day: string, jws: string) => Promise<void>;
  /** State of the hubs as it is measured, for the status page; absent where nothing measures it. Never rejects. */
  readonly serviceState?: () => Promise<ServiceState>;
  /** Runs the qualification suite; absent where the platform does not. */
  readonly qualificationRunner?: QualificationRunner;
  /** Fingerprint of a person, as `subjectOverrides` stores it, under the key of that environment. */
  readonly fingerprintPerson?: (environment: Environment, person: PivotIdentity) => Promise<string>;
}
