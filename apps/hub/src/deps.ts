import type {
  CivilRegister,
  Clock,
  Environment,
  Geography,
  Locale,
  SubjectKeys,
  SubjectOverrides,
} from '@garance/core';
import type { InflightStore, RecordedSignIn, SignInEvent, Vault } from '@garance/store';
import type { createPino, MeasureRequests } from '@garance/web/server';
import type { ClientKeys } from './client-keys/client-keys.ts';
import type { HubConfig } from './hub-config.ts';
import type { KeyRing } from './keys/key-ring.ts';
import type { Logins, ProviderAccount } from './logins.ts';
import type { PreparedPages } from './prepared-pages.ts';
import type { ProviderGateway } from './providers/gateway.ts';
import type { Registry } from './registry.ts';
import type { Rehearsals } from './rehearsal/rehearsals.ts';
import type { CountPort, StepPort, TracePort } from './trace-port.ts';

/** A mail to a citizen after a sign-in from a device that is new for them: which service, which provider, when. */
export interface SignInNotice {
  /** Random id of the sign-in event, without personal data. */
  readonly reference: string;
  /** Link of "this was not me". */
  readonly reportUrl: string;
  readonly to: string;
  readonly locale: Locale;
  readonly serviceName: string;
  readonly providerName: string;
  readonly atMs: number;
  readonly environment: Environment;
}

/** Dependencies passed in by the composition root. */
export interface HubParts {
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
  /** A recorded sign-in by its reference, of any hub. */
  readonly findSignIn: (reference: string) => Promise<RecordedSignIn | undefined>;
  /** A citizen reports that a sign-in was not theirs: notifies the operator of its reference, once. */
  readonly reportSignIn: (reference: string) => Promise<void>;
  /** Records a service's requests for its developers. */
  readonly trace?: TracePort;
  /** Where the steps of logins are counted by the hour. */
  readonly counts?: CountPort;
  /** Receives each step for the operator's metrics. */
  readonly steps?: StepPort;
  /** In integration compositions only: makes logins of this hub rehearsable. */
  readonly rehearsal?: Rehearsals;
  /**
   * In integration compositions only: whether a provider's account is a test account of another service. It is refused,
   * so that a service never sees the test accounts of others.
   */
  readonly isForeignTestAccount?: (account: ProviderAccount) => Promise<boolean>;
  /** Counts and times this hub's requests; the result is exposed on a separate port. */
  readonly measureRequests?: MeasureRequests;
  /** Named readiness checks beyond the hub's own. */
  readonly readiness?: Readonly<Record<string, () => Promise<void>>>;
  /** Health and readiness are answered by an internal listener instead of the public one. */
  readonly probesElsewhere?: boolean;
}

/** Dependencies of the steps of a hub. */
export interface HubDeps extends Omit<HubParts, 'rehearsal'> {
  readonly logins: Logins;
  readonly pages: PreparedPages;
}
