/**
 * In-flight data: exists between two requests of one login and ends shortly after it.
 *
 * Values are opaque strings, serialised by the caller and encrypted by it where they contain identity data.
 * Ids are passed in clear and stored as SHA-256 under their kind, so that neither a dump of the store nor an id of
 * another kind can be used. Every lifetime is in seconds and ends exactly: at `now >= end` the value is absent.
 * A method named `take…` is atomic: of any number of callers, on any number of nodes, one gets the value.
 *
 * Kinds that anyone can create many of count against shares: when an owner's share is used up, its next entry is refused
 * while those of other owners are accepted (security.md, attack 25).
 */
export interface InflightStore {
  /**
   * @throws GaranceError `store.inflight_full` when there is no space left: running logins are never evicted for new
   * ones;
   * `store.share_used_up` when a share is used up
   */
  createTransaction(id: string, entry: SharedEntry): Promise<void>;
  getTransaction(id: string): Promise<VersionedValue | undefined>;
  /** Compare-and-set: false when the version is not the expected one. Keeps the expiry. */
  putTransaction(id: string, change: TransactionChange): Promise<boolean>;
  /**
   * Atomic change of identifier (session fixation, security.md 8): the old id is removed, the new one has version 1 and the
   * same expiry. False when the version is not the expected one.
   */
  replaceTransaction(change: TransactionReplacement): Promise<boolean>;
  /** Removes; false when the version is not the expected one. */
  takeTransaction(id: string, expectedVersion: number): Promise<boolean>;

  /** @throws as `createTransaction` */
  putUpstreamState(state: string, entry: SharedEntry): Promise<void>;
  takeUpstreamState(state: string): Promise<string | undefined>;

  /** @throws as `createTransaction` */
  putPushedRequest(uri: string, entry: SharedEntry): Promise<void>;
  /** The pushed value, or the value of the first visit that replaced it. */
  getPushedRequest(uri: string): Promise<PushedRequest | undefined>;
  /**
   * Atomic, once: the first visit replaces the pushed value by its own (RFC 9126 §7.3). False for every later visit. The
   * entry then counts against the visitor's shares instead of the client's, because anyone can make a service push one.
   */
  claimPushedRequest(uri: string, claim: SharedEntry): Promise<boolean>;

  putCode(code: string, entry: CodeEntry): Promise<void>;
  /** Leaves a tombstone with the grant's id, so that a second redemption is recognised (RFC 6749 §4.1.2). */
  takeCode(code: string): Promise<CodeTaken>;
  /** Reads only. `unknown`: not there yet, expired without redemption, or its tombstone has expired. */
  codeState(code: string): Promise<CodeState>;

  /** False when the grant was revoked in the meantime: revocation takes precedence. */
  putAccessToken(token: string, entry: AccessTokenEntry): Promise<boolean>;
  /** Undefined once the token has expired or its grant is revoked. */
  getAccessToken(token: string): Promise<GrantedValue | undefined>;
  /** @param ttlSeconds at least the remaining life of code and tokens, which the mark must outlive */
  revokeGrant(grantId: string, ttlSeconds: number): Promise<void>;

  /** RFC 7523 §3: true for the first use of a client's `jti` only. */
  takeAssertionId(clientId: string, jti: string, ttlSeconds: number): Promise<boolean>;

  putLogoutRecord(id: string, entry: Entry): Promise<void>;
  getLogoutRecord(id: string): Promise<string | undefined>;
  takeLogoutRecord(id: string): Promise<string | undefined>;
  putLogoutReturn(state: string, entry: Entry): Promise<void>;
  takeLogoutReturn(state: string): Promise<string | undefined>;

  /** Single sign-on of the `openid` profile. */
  putSession(id: string, entry: Entry): Promise<void>;
  getSession(id: string): Promise<string | undefined>;
  deleteSession(id: string): Promise<void>;

  /** Counts in a fixed window that begins with the first hit. The result includes this hit. */
  countHit(key: string, windowSeconds: number): Promise<HitCount>;

  /** When this store started empty, in seconds since the Unix epoch: assertions issued earlier may have been used already. */
  epochSeconds(): Promise<number>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** An owner's share of the store. Kinds are counted separately, so that one takes no room from another. */
export interface StoreShare {
  /** The owner: an address, a network or a client. */
  readonly owner: string;
  /** Part of the store's limits, in entries of the kind and in characters: above 0, at most 1. */
  readonly fraction: number;
}

export interface Entry {
  readonly value: string;
  readonly ttlSeconds: number;
}

export interface SharedEntry extends Entry {
  readonly shares?: readonly StoreShare[];
}

export interface VersionedValue {
  readonly value: string;
  /** 1 for a new transaction, increased by every put. */
  readonly version: number;
}

export interface TransactionChange {
  readonly value: string;
  readonly expectedVersion: number;
  /** Shortens the remaining life to this, never extends it. */
  readonly ttlSeconds?: number | undefined;
}

export interface TransactionReplacement {
  readonly oldId: string;
  readonly newId: string;
  readonly value: string;
  readonly expectedVersion: number;
}

export interface CodeEntry extends Entry {
  readonly grantId: string;
  /** How long a redeemed code is remembered, from its redemption: until its tokens have expired. */
  readonly tombstoneSeconds: number;
}

export type CodeTaken =
  | { readonly kind: 'taken'; readonly grantId: string; readonly value: string }
  | { readonly kind: 'replayed'; readonly grantId: string }
  | { readonly kind: 'unknown' };

export type CodeState = 'pending' | 'redeemed' | 'unknown';

export interface PushedRequest {
  readonly value: string;
  readonly claimed: boolean;
}

export interface AccessTokenEntry extends Entry {
  readonly grantId: string;
}

export interface GrantedValue {
  readonly grantId: string;
  readonly value: string;
}

export interface HitCount {
  readonly count: number;
  /** Whole seconds until the window ends, at least 1: the value of `Retry-After`. */
  readonly resetsInSeconds: number;
}
