/**
 * In-flight data: what lives between two requests of one login and never outlives it by much.
 *
 * Values are opaque strings which the caller has serialised and, where they hold identity data, sealed.
 * Ids are given in clear and stored as SHA-256 under their kind, so that neither a dump of the store nor an id
 * of another kind is worth anything. Every lifetime is in seconds and ends exactly: at `now >= end` nothing is found.
 * A method named `take…` is atomic: of any number of callers, on any number of nodes, one wins.
 *
 * What a stranger can make many of is counted against shares: one that is used up refuses its owner's next entry while
 * everybody else's are accepted (security.md, attack 25).
 */
export interface InflightStore {
  /**
   * @throws GaranceError `store.inflight_full` when no room is left: live logins are never evicted for new ones;
   *   `store.share_used_up` when a share is
   */
  createTransaction(
    id: string,
    value: string,
    ttlSeconds: number,
    shares?: readonly StoreShare[],
  ): Promise<void>;
  getTransaction(id: string): Promise<VersionedValue | undefined>;
  /**
   * Compare-and-set: false when the version is no longer the expected one. Keeps the expiry.
   * @param ttlSeconds ends it then, where that is sooner
   */
  putTransaction(id: string, value: string, expectedVersion: number, ttlSeconds?: number): Promise<boolean>;
  /** Atomic change of identifier (session fixation, security.md 8): the old id is gone, the new one has version 1 and the same end. */
  replaceTransaction(change: TransactionReplacement): Promise<boolean>;
  /** Removes; false when the version is no longer the expected one. */
  takeTransaction(id: string, expectedVersion: number): Promise<boolean>;

  /** @throws as `createTransaction` */
  putUpstreamState(
    state: string,
    value: string,
    ttlSeconds: number,
    shares?: readonly StoreShare[],
  ): Promise<void>;
  takeUpstreamState(state: string): Promise<string | undefined>;

  /** @throws as `createTransaction` */
  putPushedRequest(
    uri: string,
    value: string,
    ttlSeconds: number,
    shares?: readonly StoreShare[],
  ): Promise<void>;
  /** What was pushed, or what its first visit made of it. */
  getPushedRequest(uri: string): Promise<PushedRequest | undefined>;
  /**
   * Atomic, once: the first visit puts its own value in place of what was pushed (RFC 9126 §7.3). False for every later
   * one. From then on it counts against the visitor's shares and no longer against the client's: anyone may make a service
   * push one.
   */
  claimPushedRequest(uri: string, claim: PushedRequestClaim): Promise<boolean>;

  putCode(code: string, entry: CodeEntry): Promise<void>;
  /** Leaves a tombstone with the grant's id, so that a second redemption is recognised (RFC 6749 §4.1.2). */
  takeCode(code: string): Promise<CodeTaken>;
  /** Changes nothing. `unknown`: not there yet, ended unredeemed, or its tombstone has ended. */
  codeState(code: string): Promise<CodeState>;

  /** False when the grant was revoked meanwhile: revocation wins over a token being written. */
  putAccessToken(token: string, entry: AccessTokenEntry): Promise<boolean>;
  /** Nothing once the token has ended or its grant is revoked. */
  getAccessToken(token: string): Promise<GrantedValue | undefined>;
  /** @param ttlSeconds at least the rest of the code's and the token's lives, since the mark must outlive both */
  revokeGrant(grantId: string, ttlSeconds: number): Promise<void>;

  /** RFC 7523 §3: true for the first use of a client's `jti` only. */
  takeAssertionId(clientId: string, jti: string, ttlSeconds: number): Promise<boolean>;

  putLogoutRecord(id: string, value: string, ttlSeconds: number): Promise<void>;
  getLogoutRecord(id: string): Promise<string | undefined>;
  takeLogoutRecord(id: string): Promise<string | undefined>;
  putLogoutReturn(state: string, value: string, ttlSeconds: number): Promise<void>;
  takeLogoutReturn(state: string): Promise<string | undefined>;

  /** Single sign-on of the `openid` profile. */
  putSession(id: string, value: string, ttlSeconds: number): Promise<void>;
  getSession(id: string): Promise<string | undefined>;
  deleteSession(id: string): Promise<void>;

  /** Counts in a fixed window that begins with the first hit; the count includes this one. */
  countHit(key: string, windowSeconds: number): Promise<HitCount>;

  /** When this store began empty, seconds since the Unix epoch: assertions issued before may have been used already. */
  epochSeconds(): Promise<number>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A part of the store that belongs to a caller: of each kind apart, so that one kind takes no room from another. */
export interface StoreShare {
  /** Who uses it up: an address, a network, a client. */
  readonly owner: string;
  /** Of what the store may hold, in entries of the kind and in characters: above 0, at most 1. */
  readonly fraction: number;
}

export interface VersionedValue {
  readonly value: string;
  /** 1 for a new transaction, one more with every put. */
  readonly version: number;
}

export interface TransactionReplacement {
  readonly oldId: string;
  readonly newId: string;
  readonly value: string;
  readonly expectedVersion: number;
}

export interface CodeEntry {
  readonly grantId: string;
  readonly value: string;
  readonly ttlSeconds: number;
  /** How long a redeemed code is remembered, counted from its redemption: until the tokens it gave have ended. */
  readonly tombstoneSeconds: number;
}

export type CodeTaken =
  | { readonly kind: 'taken'; readonly grantId: string; readonly value: string }
  | { readonly kind: 'replayed'; readonly grantId: string }
  | { readonly kind: 'unknown' };

export type CodeState = 'pending' | 'redeemed' | 'unknown';

export interface PushedRequestClaim {
  readonly value: string;
  readonly ttlSeconds: number;
  readonly shares?: readonly StoreShare[];
}

export interface PushedRequest {
  readonly value: string;
  readonly claimed: boolean;
}

export interface AccessTokenEntry {
  readonly grantId: string;
  readonly value: string;
  readonly ttlSeconds: number;
}

export interface GrantedValue {
  readonly grantId: string;
  readonly value: string;
}

export interface HitCount {
  readonly count: number;
  /** Whole seconds until the window ends, at least 1: what `Retry-After` says. */
  readonly resetsInSeconds: number;
}
