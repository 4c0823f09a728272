import type { ChoicePage, Environment, HubId, Level, Provider, Registration } from '@garance/core';
import type { PortalStore } from '../portal/portal-store.ts';

/**
 * What must survive a restart. PostgreSQL and its embedded sister PGlite, one SQL.
 * The login path reads none of it: hubs hold it in memory and refresh on `changes`.
 */
export interface DurableStore {
  readonly registrations: RegistrationStore;
  readonly providers: ProviderStore;
  readonly choicePages: ChoicePageStore;
  readonly providerRefusals: ProviderRefusals;
  readonly hubKeys: HubKeyStore;
  readonly secrets: SecretStore;
  readonly subjectOverrides: SubjectOverrideStore;
  readonly signIns: SignInStore;
  readonly outbox: Outbox;
  readonly changes: Changes;
  /** The partner space's tables. */
  readonly portal: PortalStore;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface RegistrationStore {
  /** The current version of every service of this hub, suspended ones included. A row that no longer fits the schema is left out and logged, so that one broken service does not stop the others. */
  listPublished(hub: HubId): Promise<readonly Registration[]>;
  /** Writes the next version, validated; the one before becomes superseded. */
  publish(registration: Omit<Registration, 'version'>): Promise<Registration>;
  /** Newest first. */
  history(id: string): Promise<readonly PublishedVersion[]>;
  /** Of the current version; no new version is written. @throws GaranceError `store.not_found` */
  setStatus(id: string, status: Registration['status']): Promise<void>;
  /** No version is published any more: to the hub the client is unknown, its tokens worth nothing. */
  withdraw(id: string): Promise<void>;
}

export interface PublishedVersion {
  readonly version: number;
  readonly publishedAtMs: number;
  readonly registration: Registration;
}

export interface ProviderStore {
  /** By display order, then id. */
  list(hub: HubId): Promise<readonly Provider[]>;
  /** Creates or replaces; the client secret is sealed at rest. */
  put(provider: Provider): Promise<void>;
  /** @throws GaranceError `store.not_found` */
  setStatus(hub: HubId, id: string, status: Provider['status']): Promise<void>;
}

export interface ChoicePageStore {
  /** The plain page when the operator set nothing. */
  get(hub: HubId): Promise<ChoicePage>;
  put(hub: HubId, page: ChoicePage): Promise<void>;
}

/** An answer of an identity provider that was not accepted, as the operator may see it: no value of the answer. */
export interface ProviderRefusal {
  readonly hub: HubId;
  readonly providerId: string;
  readonly atMs: number;
  /** Code of the catalogue. */
  readonly error: string;
  /** Name of the check that failed. */
  readonly check?: string;
  /** What the provider said of its error; bounded and made printable before. */
  readonly said?: { readonly error?: string; readonly description?: string };
}

export interface ProviderRefusals {
  append(refusals: readonly ProviderRefusal[]): Promise<void>;
  /** Newest first; of each provider only the newest are kept. */
  list(hub: HubId, providerId: string, limit: number): Promise<readonly ProviderRefusal[]>;
  /** Deletes what is older. @returns how many went */
  purge(beforeMs: number): Promise<number>;
}

/** A private JSON Web Key; only `kty` is promised. */
export interface PrivateJwk {
  readonly kty: string;
  readonly [parameter: string]: unknown;
}

export type HubKeyState = 'upcoming' | 'active' | 'retired' | 'removed';

export interface HubKey {
  readonly hub: HubId;
  readonly kid: string;
  readonly use: 'sig' | 'enc';
  readonly alg: string;
  readonly state: HubKeyState;
  /** In clear here; sealed at rest. */
  readonly privateJwk: PrivateJwk;
  readonly createdAtMs: number;
  readonly activeFromMs?: number;
  readonly retiredAtMs?: number;
}

export interface HubKeyChange {
  readonly state: HubKeyState;
  readonly changes?: { readonly activeFromMs?: number; readonly retiredAtMs?: number };
}

export interface HubKeyStore {
  /** Oldest first; without removed ones, whose private part no longer exists. */
  list(hub: HubId): Promise<readonly HubKey[]>;
  insert(key: HubKey): Promise<void>;
  /** Inserts unless this hub already has an upcoming or active key of that use and algorithm: of several nodes starting at once, one wins (true). */
  insertFirst(key: HubKey): Promise<boolean>;
  /** `removed` destroys the private key. @throws GaranceError `store.not_found` */
  update(hub: HubId, kid: string, change: HubKeyChange): Promise<void>;
}

export interface SecretStore {
  /** The secret of that name, made once for all nodes; sealed at rest. */
  getOrCreate(name: string, make: () => Uint8Array): Promise<Uint8Array>;
}

export interface SubjectOverride {
  readonly environment: Environment;
  readonly personFingerprint: string;
  readonly sectorId: string;
  readonly sub: string;
}

export interface SubjectOverrideStore {
  /** Keyed `personFingerprint|sectorId`, as `subjectFor` of core expects it. */
  list(environment: Environment): Promise<ReadonlyMap<string, string>>;
  put(override: SubjectOverride): Promise<void>;
}

/** One sign-in as the citizen's history shows it: no identity attribute, the person only as an HMAC under a key of its own. */
export interface SignInEvent {
  readonly id: string;
  readonly atMs: number;
  readonly hub: HubId;
  readonly personFingerprint: string;
  readonly serviceId: string;
  readonly clientId: string;
  readonly providerId: string;
  readonly level: Level;
}

export interface SignInStore {
  /** One statement; an id already there is left as it is, so that a batch may be repeated after a doubtful commit. */
  append(events: readonly SignInEvent[]): Promise<void>;
  /** Newest first. */
  list(personFingerprint: string, environment: Environment, limit: number): Promise<readonly SignInEvent[]>;
  find(id: string): Promise<RecordedSignIn | undefined>;
  /**
   * Notes that the person does not recognise it, and queues the mail that says so, in one SQL transaction. False, and no
   * mail, when there is no such sign-in or it was reported before.
   */
  report(id: string, report: { readonly atMs: number; readonly mail: Mail }): Promise<boolean>;
}

export interface RecordedSignIn extends SignInEvent {
  /** When the person said that it was not them. */
  readonly reportedAtMs?: number;
}

export interface Mail {
  /** Chosen by the caller; the same id again is the same mail and is queued once. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** At most 24 h ahead counts (identity.md, minimisation). */
  readonly expiresAtMs: number;
}

export interface OutboxMail extends Mail {
  /** Derived from the id: a mail repeated after a crash between delivery and commit carries the same one. */
  readonly messageId: string;
  /** 1 at the first claim. */
  readonly attempt: number;
}

export interface Outbox {
  enqueue(mail: Mail): Promise<void>;
  /** Mails that are due, the longest due first, each leased to this caller (`FOR UPDATE SKIP LOCKED`): another claims them again only when the lease has ended. */
  claim(limit: number, leaseSeconds: number): Promise<readonly OutboxMail[]>;
  /** Delivered: deletes it. */
  sent(id: string): Promise<void>;
  failed(id: string, retryAtMs: number): Promise<void>;
  /** Deletes what nobody should receive any more; returns how many. */
  dropExpired(nowMs: number): Promise<number>;
}

export interface Changes {
  /** Grows with every change to registrations, providers, keys and subject overrides, in the same SQL transaction. */
  revision(): Promise<number>;
  /** Calls back after a change, at least once and soon; returns what ends the subscription. */
  subscribe(onChange: () => void): Promise<() => Promise<void>>;
}

/** The part of pino that the store uses. Fields never hold identity attributes or secrets. */
export interface StoreLogger {
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}
