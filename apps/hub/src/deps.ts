import type {
  CivilRegister,
  Clock,
  Environment,
  Geography,
  Platform,
  RehearsalPort,
  SubjectKeys,
  SubjectOverrides,
} from '@garance/core';
import type { InflightStore, SignInEvent, Vault } from '@garance/store';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { ClientKeys } from './client-keys/client-keys.ts';
import type { KeyRing } from './keys/key-ring.ts';
import type { ProviderGateway } from './providers/gateway.ts';
import type { Registry } from './registry.ts';

/** The settings of one hub. Lifetimes in seconds; defaults are those of the specification. */
export const hubConfigSchema = z.object({
  platform: z.enum(['standard', 'plus']),
  environment: z.enum(['integration', 'production']),
  /** `https://<host>/api/v2`, without trailing slash. */
  issuer: z.url(),
  /** Shown to citizens as the name of the platform. */
  platformName: z.string().min(1),
  codeTtlSeconds: z.number().int().positive().default(30),
  accessTokenTtlSeconds: z.number().int().positive().default(60),
  idTokenTtlSeconds: z.number().int().positive().default(60),
  transactionTtlSeconds: z.number().int().positive(),
  pushedRequestTtlSeconds: z.number().int().positive().default(60),
  /** Single sign-on at `eidas1` for registrations of the `openid` profile; standard platform only. */
  singleSignOnSeconds: z.number().int().nonnegative().default(0),
  /** Authorization, choice, callback and consent requests of one address. */
  interactionsPerMinutePerAddress: z.number().int().positive().default(120),
  /** Refused calls of one client from one address, after which refusals are 429. */
  tokenFailuresPerMinutePerClient: z.number().int().positive().default(30),
  /** Proxies that may say the caller's address: addresses or networks. */
  trustedProxies: z.array(z.string()).optional(),
});
export type HubConfig = Readonly<z.infer<typeof hubConfigSchema>>;

export const transactionTtlSeconds: Readonly<Record<Platform, number>> = { standard: 30 * 60, plus: 10 * 60 };

/** A mail to a citizen after a sign-in: which service, which provider, when. */
export interface SignInNotice {
  /** The sign-in event's id: says nothing of the person. */
  readonly reference: string;
  /** Where "this was not me" leads. */
  readonly reportUrl: string;
  readonly to: string;
  readonly locale: 'fr' | 'en';
  readonly serviceName: string;
  readonly providerName: string;
  readonly atMs: number;
  readonly environment: Environment;
}

/** Everything a hub is made of: passed in by the composition root, nothing global. */
export interface HubDeps {
  readonly config: HubConfig;
  readonly clock: Clock;
  readonly logger: Logger;
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
  /** A citizen says that a sign-in was not theirs: tells the operator its reference. */
  readonly reportSignIn: (reference: string) => Promise<void>;
  /** Integration compositions only. */
  readonly rehearsal?: RehearsalPort;
  /** Named readiness checks beyond the hub's own. */
  readonly readiness?: Readonly<Record<string, () => Promise<void>>>;
}
