import type { ChoicePage, Environment, HubId, Level, Provider, Registration } from '@garance/core';
import type { DueBacklog } from './due-backlog.ts';
import type { TraceTable } from './trace.ts';

/**
 * Data that survives a restart, in PostgreSQL or its embedded variant PGlite, with the same SQL.
 * A login reads none of it: hubs hold it in memory and reload it on `changes`.
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
  readonly loginCounts: LoginCounts;
  readonly outbox: Outbox;
  readonly changes: Changes;
  readonly trace: TraceTable;
  /** Rejects when the database does not answer, or is read-only. */
  ping(): Promise<void>;
  /** The database's clock, in milliseconds since the epoch. */
  readClock(): Promise<number>;
  /**
   * Runs `work` while no other process runs work with that name (PostgreSQL's advisory locks, which end with their
   * connection). For a shared database: `work` uses other connections than the one that holds the lock.
   * @returns false, at once and without `work`, when another process is running it
   */
  exclusively(name: string, work: () => Promise<void>): Promise<boolean>;
  /** In the embedded database only: a consistent copy, for `restoreEmbeddedDatabase`. */
  readonly copy?: () => Promise<Uint8Array>;
  close(): Promise<void>;
}

export interface RegistrationStore {
  /**
   * The current version of every service of this hub, suspended ones included. A row that breaks the schema is left out
   * and logged, so that one invalid service does not stop the others.
   */
  listPublished(hub: HubId): Promise<readonly Registration[]>;
  /**
   * Validates and writes the next version; the previous one becomes superseded.
   * @throws GaranceError `store.conflict` when it would move to another hub or take another service's client identifier
   */
  publish(registration: Omit<Registration, 'version'>): Promise<Registration>;
  /** Newest first. */
  history(id: string): Promise<readonly PublishedVersion[]>;
  /** Changes the current version; writes no new one. @throws GaranceError `store.not_found` */
  setStatus(id: string, status: Registration['status']): Promise<void>;
  /** Ends publication: the client becomes unknown to the hub, and its tokens invalid. */
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
  /** Creates or replaces; the client secret is encrypted at rest. */
  put(provider: Provider): Promise<void>;
  /** @throws GaranceError `store.not_found` */
  setStatus(hub: HubId, id: string, status: Provider['status']): Promise<void>;
}

export interface ChoicePageStore {
  /** The plain page when the operator set nothing. */
  get(hub: HubId): Promise<ChoicePage>;
  put(hub: HubId, page: ChoicePage): Promise<void>;
}

/** A refused answer of an identity provider, for the operator: contains no value of the answer. */
export interface ProviderRefusal {
  readonly hub: HubId;
  readonly providerId: string;
  readonly atMs: number;
  /** Code of the error catalogue. */
  readonly error: string;
  /** Name of the check that failed. */
  readonly check?: string;
  /** The provider's own OAuth error; bounded and printable. */
  readonly providerError?: { readonly error?: string; readonly description?: string };
}

export interface ProviderRefusals {
  append(refusals: readonly ProviderRefusal[]): Promise<void>;
  /** Newest first; a limited number per provider is kept. */
  list(hub: HubId, providerId: string, limit: number): Promise<readonly ProviderRefusal[]>;
  /** Deletes rows older than `beforeMs`. @returns number of deleted rows */
  purge(beforeMs: number): Promise<number>;
}

/**
 * Number of login steps with one outcome in one hour of one hub: contains nothing about a person, a request or a login.
 */
export interface LoginCount {
  /** Start of the hour, milliseconds since the epoch. */
  readonly hourMs: number;
  readonly hub: HubId;
  /** Id of a registered client, or `unknown`. */
  readonly clientId: string;
  /** Id of a registered provider, `none`, or `unknown`. */
  readonly providerId: string;
  readonly step: string;
  /** `accepted`, or a code of the error catalogue. */
  readonly outcome: string;
  /** Name of a time bucket. */
  readonly duration: string;
  readonly count: number;
}

/** Columns by which counts are told apart. */
export type LoginCountColumn = keyof Omit<LoginCount, 'hub' | 'count'>;

export interface LoginCountRange {
  readonly hub: HubId;
  /** Hours that begin at or after this. */
  readonly fromMs: number;
  /** Hours that begin before this. */
  readonly toMs: number;
  /** Only those of these clients. */
  readonly clientIds?: readonly string[];
}

export interface LoginCounts {
  /** Adds to the stored counts: those of several nodes and writes are summed. All or nothing. */
  add(counts: readonly LoginCount[]): Promise<void>;
  /** Sums over a range, one for each combination of the requested columns, in their order. */
  sum<Column extends LoginCountColumn>(
    range: LoginCountRange,
    by: readonly Column[],
  ): Promise<readonly (Pick<LoginCount, Column> & { readonly count: number })[]>;
  /** Deletes hours that began before this; at most `limit` rows at a time. @returns how many */
  purge(beforeMs: number, limit?: number): Promise<number>;
}

/** A private JSON Web Key; only `kty` is guaranteed. */
export interface PrivateJwk {
  readonly kty: string;
  readonly [parameter: string]: unknown;
}

export type HubKeyState = 'upcoming' | 'active' | 'retired' | 'removed';

/** Facts of a key, without its private part. */
export interface HubKeyFacts {
  readonly hub: HubId;
  readonly kid: string;
  readonly use: 'sig' | 'enc';
  readonly alg: string;
  readonly state: HubKeyState;
  readonly createdAtMs: number;
  readonly activeFromMs?: number;
  readonly retiredAtMs?: number;
}

export interface HubKey extends HubKeyFacts {
  /** In clear here; encrypted at rest. */
  readonly privateJwk: PrivateJwk;
}

export interface HubKeyChange {
  readonly state: HubKeyState;
  readonly changes?: { readonly activeFromMs?: number; readonly retiredAtMs?: number };
}

export interface HubKeyStore {
  /** Oldest first; without removed keys, whose private part no longer exists. */
  list(hub: HubId): Promise<readonly HubKey[]>;
  /** The same without the private parts: for processes that may not read them. */
  describe(hub: HubId): Promise<readonly HubKeyFacts[]>;
  insert(key: HubKey): Promise<void>;
  /**
   * Inserts unless this hub already has an upcoming or active key of that use and algorithm.
   * @returns whether it was inserted: true for one of several nodes starting at once
   */
  insertFirst(key: HubKey): Promise<boolean>;
  /** State `removed` destroys the private key. @throws GaranceError `store.not_found` */
  update(hub: HubId, kid: string, change: HubKeyChange): Promise<void>;
}

export interface SecretStore {
  /** The secret of that name, created once for all nodes; encrypted at rest. */
  getOrCreate(name: string, make: () => Uint8Array): Promise<Uint8Array>;
}

export interface SubjectOverride {
  readonly environment: Environment;
  readonly personFingerprint: string;
  readonly sectorId: string;
  readonly sub: string;
}

export interface SubjectOverrideStore {
  /** By `personFingerprint|sectorId`, as `subjectFor` of core needs it. */
  list(environment: Environment): Promise<ReadonlyMap<string, string>>;
  put(override: SubjectOverride): Promise<void>;
}

/** One sign-in in the citizen's history: no identity attribute; the person is an HMAC under a key for this purpose only. */
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
  /** One statement. An existing id is left unchanged, so a batch may be repeated when its commit is uncertain. */
  append(events: readonly SignInEvent[]): Promise<void>;
  /** Newest first. */
  list(personFingerprint: string, environment: Environment, limit: number): Promise<readonly SignInEvent[]>;
  find(id: string): Promise<RecordedSignIn | undefined>;
  /**
   * Records that the person does not recognise the sign-in and queues the mail about it, in one SQL transaction. False,
   * without a mail, when the sign-in does not exist or was reported before.
   */
  report(id: string, report: { readonly atMs: number; readonly mail: Mail }): Promise<boolean>;
  /**
   * Creates the partitions of this month and the two after it, and drops those that ended before `keepFromMs`, which is
   * 30 days ago at the latest by the database's clock.
   */
  maintain(times: { readonly nowMs: number; readonly keepFromMs: number }): Promise<void>;
  /** Deletes sign-ins older than this; at most `limit` at a time. @returns how many */
  forget(beforeMs: number, limit?: number): Promise<number>;
}

export interface RecordedSignIn extends SignInEvent {
  /** When the person reported the sign-in as not theirs. */
  readonly reportedAtMs?: number;
}

export interface Mail {
  /** Chosen by the caller; a mail with an existing id is not queued again. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** At most 24 h ahead; a later value is reduced to that (identity.md, minimisation). */
  readonly expiresAtMs: number;
}

export interface OutboxMail extends Mail {
  /** Derived from the id, so that a mail delivered twice after a crash has the same Message-ID. */
  readonly messageId: string;
  /** 1 at the first claim. */
  readonly attempt: number;
}

export interface Outbox {
  /** Queues a mail; does nothing when its id is queued already. */
  enqueue(mail: Mail): Promise<void>;
  /** Mails that are due, the longest due first, each leased to this caller (`FOR UPDATE SKIP LOCKED`): another claims them again only when the lease has ended. */
  claim(limit: number, leaseSeconds: number): Promise<readonly OutboxMail[]>;
  /** Deletes a delivered mail. */
  sent(id: string): Promise<void>;
  /** Ends the lease of a mail and delays its next attempt. */
  failed(id: string, retryAtMs: number): Promise<void>;
  /** Deletes expired mails. @returns their number */
  dropExpired(nowMs: number): Promise<number>;
  /** Mails queued, and since when the longest due one waits for a worker (epoch ms; absent when none is due). */
  backlog(nowMs: number): Promise<DueBacklog>;
}

export interface Changes {
  /** Increases with every change to registrations, providers, keys and subject overrides, in the same SQL transaction. */
  revision(): Promise<number>;
  /** Calls `onChange` soon after each change, at least once. @returns a function that ends the subscription */
  subscribe(onChange: () => void): Promise<() => Promise<void>>;
}

/** The part of pino that the store uses. Fields contain no identity attributes or secrets. */
export interface StoreLogger {
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}
