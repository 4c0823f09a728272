import type {
  CivilRegister,
  Clock,
  Environment,
  Geography,
  Locale,
  Platform,
  SubjectKeys,
  SubjectOverrides,
} from '@garance/core';
import type { InflightStore, RecordedSignIn, SignInEvent, Vault } from '@garance/store';
import type { createPino, MeasureRequests } from '@garance/web/server';
import { z } from 'zod';
import type { ClientKeys } from './client-keys/client-keys.ts';
import type { KeyRing } from './keys/key-ring.ts';
import type { ProviderGateway } from './providers/gateway.ts';
import type { Registry } from './registry.ts';
import type { Rehearsals } from './rehearsal/rehearsals.ts';
import type { TracePort } from './trace.ts';

/** A fraction of what a store may hold. */
const shareSchema = (fraction: number) => z.number().gt(0).max(1).default(fraction);

const siteLink = z.url({ protocol: /^(?:https?|mailto)$/ }).optional();

/** The operator's own pages. */
const siteLinksSchema = z.strictObject({
  help: siteLink,
  contact: siteLink,
  legalNotice: siteLink,
  accessibility: siteLink,
});

/** The settings of one hub. Lifetimes in seconds; defaults are those of the specification. */
export const hubConfigSchema = z.object({
  platform: z.enum(['standard', 'plus']).describe('FranceConnect-like, or FranceConnect+-like.'),
  environment: z.enum(['integration', 'production']),
  issuer: z.url().describe('`https://<host>/api/v2`, without final slash.'),
  platformName: z.string().min(1).describe('What citizens read as the name of the platform.'),
  codeTtlSeconds: z.number().int().positive().default(30),
  accessTokenTtlSeconds: z.number().int().positive().default(60),
  idTokenTtlSeconds: z.number().int().positive().default(60),
  transactionTtlSeconds: z.number().int().positive().describe('One login: 1800 on standard, 600 on plus.'),
  pushedRequestTtlSeconds: z.number().int().positive().default(60),
  singleSignOnSeconds: z
    .number()
    .int()
    .nonnegative()
    .max(8 * 3600)
    .default(0)
    .describe(
      'Single sign-on at `eidas1` between the services of one browser, standard only; 0 is off, 8 hours at most.',
    ),
  interactionsPerMinutePerAddress: z
    .number()
    .int()
    .positive()
    .default(120)
    .describe('Authorization, choice, callback, consent and logout requests of one address.'),
  tokenFailuresPerMinutePerClient: z
    .number()
    .int()
    .positive()
    .default(30)
    .describe('Refused calls of one client from one address, after which refusals are 429.'),
  inflightSharePerAddress: shareSchema(0.02).describe(
    'Of the in-flight store: what logins begun from one IPv4 address, or one IPv6 /64, may hold.',
  ),
  inflightSharePerNetwork: shareSchema(0.1).describe('The same for an IPv6 /48.'),
  inflightSharePerClient: shareSchema(0.1).describe(
    'Of the in-flight store: what the pushed requests of one client may hold.',
  ),
  links: siteLinksSchema
    .prefault({})
    .describe(
      'Foot of every page: `help`, `contact` (also `mailto:`), `legalNotice`, `accessibility`. What is not given leads to a neutral page of the hub.',
    ),
  partnerSpaceUrl: z
    .url()
    .optional()
    .describe('Where services register: linked from the page at the address of the hub itself.'),
  trustedProxies: z
    .array(z.string())
    .optional()
    .describe('Proxies that may say the address of a caller: addresses or networks.'),
});
export type HubConfig = Readonly<z.infer<typeof hubConfigSchema>>;

export const transactionTtlSeconds: Readonly<Record<Platform, number>> = { standard: 30 * 60, plus: 10 * 60 };

/** A mail to a citizen after a sign-in from a device that is new to them: which service, which provider, when. */
export interface SignInNotice {
  /** The sign-in event's id: says nothing of the person. */
  readonly reference: string;
  /** Where "this was not me" leads. */
  readonly reportUrl: string;
  readonly to: string;
  readonly locale: Locale;
  readonly serviceName: string;
  readonly providerName: string;
  readonly atMs: number;
  readonly environment: Environment;
}

/** An account at a provider, beside the service it signs in to. */
export interface ProviderAccount {
  readonly providerId: string;
  /** The provider's own identifier of the person. */
  readonly providerSub: string;
  readonly serviceId: string;
}

/** Everything a hub is made of: passed in by the composition root, nothing global. */
export interface HubDeps {
  readonly config: HubConfig;
  readonly clock: Clock;
  readonly logger: ReturnType<typeof createPino>;
  readonly registry: Registry;
  readonly inflight: InflightStore;
  readonly vault: Vault;
  readonly keyRing: KeyRing;
  readonly clientKeys: ClientKeys;
  readonly gateway: ProviderGateway;
  readonly register: CivilRegister;
  readonly geography: Geography;
  readonly subjectKeys: SubjectKeys;
  readonly subjectOverrides: () => SubjectOverrides;
  /** Resolves once the event is durable. */
  readonly recordSignIn: (event: SignInEvent) => Promise<void>;
  /** Queues the mail; the login never waits for it. */
  readonly notify: (notice: SignInNotice) => Promise<void>;
  /** A recorded sign-in by its reference, of whichever hub. */
  readonly findSignIn: (reference: string) => Promise<RecordedSignIn | undefined>;
  /** A citizen says that a sign-in was not theirs: tells the operator its reference, once. */
  readonly reportSignIn: (reference: string) => Promise<void>;
  /** Where a service's developers find their requests again. */
  readonly trace?: TracePort;
  /** Integration compositions only. */
  readonly rehearsal?: Rehearsals;
  /**
   * Integration compositions only: whether a provider's account is an invented person of another service's developers.
   * Those are nobody here, so that what one service tries out is not seen by another.
   */
  readonly isForeignTestAccount?: (account: ProviderAccount) => Promise<boolean>;
  /** Counts and times this hub's requests; what comes of it is read elsewhere than on the hub's public port. */
  readonly measureRequests?: MeasureRequests;
  /** Named readiness checks beyond the hub's own. */
  readonly readiness?: Readonly<Record<string, () => Promise<void>>>;
}
