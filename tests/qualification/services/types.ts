/**
 * An honest service as a value: tables of small named checks, and the things it does. A wrong service is this value
 * with one check left out or one thing done differently, so that what a defect changes can be read in a line.
 */
import type { Level } from '@garance/core';
import type { JWK } from 'jose';
import type { Settings } from './settings.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** One condition. Whatever it throws counts as not held. */
export interface Check<C> {
  readonly name: string;
  readonly clause: string;
  holds(context: C): boolean | Promise<boolean>;
}

export interface CallbackContext {
  readonly params: URLSearchParams;
  readonly issuer: string;
  readonly metadata: Metadata;
}

/** A signed token before anything of it is believed. */
export interface JwsContext {
  readonly what: 'id_token' | 'userinfo';
  readonly jws: string;
  readonly header: Claims;
  readonly keys: HubKeys;
  readonly service: SampleService;
}

export interface JweContext {
  readonly what: 'id_token' | 'userinfo';
  readonly jwe: string;
  readonly header: Claims;
  readonly service: SampleService;
}

export interface IdTokenContext {
  readonly claims: Claims;
  readonly issuer: string;
  readonly clientId: string;
  readonly nonce: string;
  readonly level: Level;
  readonly nowSeconds: number;
  readonly accessToken: string;
}

export interface UserinfoContext {
  readonly claims: Claims;
  readonly idToken: Claims;
  readonly issuer: string;
  readonly clientId: string;
  readonly nowSeconds: number;
}

export interface Checks {
  readonly discovery: readonly Check<{ readonly document: Claims; readonly issuer: string }>[];
  readonly callback: readonly Check<CallbackContext>[];
  readonly tokenAnswer: readonly Check<{ readonly body: Claims }>[];
  readonly jwe: readonly Check<JweContext>[];
  readonly jws: readonly Check<JwsContext>[];
  readonly idToken: readonly Check<IdTokenContext>[];
  readonly userinfo: readonly Check<UserinfoContext>[];
  /** Of the person's attributes: an honest service asks for nothing more than who it is. */
  readonly person: readonly Check<{ readonly claims: Claims }>[];
  readonly logoutReturn: readonly Check<{ readonly state: string | null; readonly expected?: string }>[];
}

/** What the answer of the token endpoint must have given. */
export interface Tokens {
  readonly idToken: string;
  readonly accessToken: string;
}

/** One answer of the hub, on its way to a session. */
export interface Exchange {
  readonly service: SampleService;
  readonly metadata: Metadata;
  readonly params: URLSearchParams;
  readonly pending: Pending;
}

export interface Verified {
  readonly issuer: string;
  readonly sub: string;
  readonly level: Level;
  /** As it was signed, decrypted: for the logout. */
  readonly idToken: string;
  readonly claims: Claims;
}

export interface ReadToken {
  readonly claims: Claims;
  readonly jws: string;
}

export type PageName =
  | 'home'
  | 'sign-in'
  | 'sign-up'
  | 'account'
  | 'profile'
  | 'step-up'
  | 'signed-out'
  | 'about'
  | 'failure';

/** Why somebody is not signed in: names only, never a value of a token. */
export interface Failure {
  readonly error: unknown;
  /** `callback.access_denied`, `id_token.nonce`, `token.http_500`. */
  readonly code: string;
  /** Parameters of the request that did not succeed. */
  readonly params: URLSearchParams;
}

export interface CookieFlags {
  readonly path: string;
  readonly httpOnly: boolean;
  readonly secure: boolean;
  readonly sameSite: 'lax' | 'strict' | 'none';
}

export interface MoreCookie {
  readonly name: string;
  readonly value: string;
  readonly httpOnly: boolean;
}

export interface Does {
  /** Fresh for each sign-in. */
  state(): string;
  nonce(state: string): string;
  codeVerifier(state: string): string;
  /** The authorization request as it leaves. */
  authorizationParameters(parameters: URLSearchParams, service: SampleService): URLSearchParams;
  metadata(service: SampleService): Promise<Metadata>;
  createKeys(service: SampleService): HubKeys;
  /** The sign-in that this answer belongs to, taken: it is answered once. */
  takePending(input: {
    readonly sessions: SessionStore;
    readonly session: Session | undefined;
    readonly state: string | null;
  }): Pending | undefined;
  completeSignIn(input: {
    readonly service: SampleService;
    readonly session: Session | undefined;
    readonly params: URLSearchParams;
  }): Promise<{ readonly verified: Verified; readonly pending: Pending }>;
  /** Everything between the callback and a session. */
  verifyAnswer(exchange: Exchange): Promise<Verified>;
  tokenForm(form: URLSearchParams): URLSearchParams;
  redeem(exchange: Exchange): Promise<Tokens>;
  /** Opens what is encrypted: the signed token inside. */
  openJwe(context: JweContext): Promise<string>;
  verifyJws(context: Omit<JwsContext, 'header'>): Promise<Claims>;
  readIdToken(exchange: Exchange, tokens: Tokens): Promise<ReadToken>;
  readUserinfo(exchange: Exchange, tokens: Tokens, idToken: Claims): Promise<Claims>;
  readUserinfoBody(exchange: Exchange, body: string, contentType: string): Promise<Claims>;
  /** What an account of the service is known by. */
  accountKey(verified: Verified): string;
  /** Puts the person into a session; returns its identifier. */
  startSession(sessions: SessionStore, oldId: string | undefined, signedIn: SignedIn): string;
  /** Ends the session; where the browser goes, and the session that waits for its return. */
  signOut(input: {
    readonly service: SampleService;
    readonly sessionId: string | undefined;
    readonly signedIn: SignedIn;
  }): Promise<{ readonly location: string; readonly sessionId: string }>;
  /** Whether a page that needs the higher level opens. */
  opensHigherLevel(signedIn: SignedIn, needed: Level): boolean;
  returnPath(asked: string | null, service: SampleService): string;
  /** Where the browser goes once the person is signed in; undefined: the account shows at the redirect URI itself. */
  afterSignIn(location: string, signedIn: SignedIn): string | undefined;
  /** Beside the session cookie, for a signed-in person. */
  moreCookies(signedIn: SignedIn): readonly MoreCookie[];
  /** Before anything is answered: seconds that the browser must wait (429), when it asks too often. */
  admit(service: SampleService): Promise<number | undefined>;
  /** Cookies that carry a session identifier; each alone is enough. */
  cookieNames(name: string): readonly string[];
  jwks(published: { readonly keys: readonly JWK[] }): unknown;
  page(html: string, name: PageName, signedIn: SignedIn | undefined): string;
  failurePage(failure: Failure, html: string): { readonly status: number; readonly html: string };
  css(css: string): string;
  headers(
    headers: Readonly<Record<string, string>>,
    name: PageName,
    signedIn: SignedIn | undefined,
  ): Readonly<Record<string, string>>;
  cookie(flags: CookieFlags): CookieFlags;
}

export interface ImplementationTable {
  readonly checks: Checks;
  readonly does: Does;
}

/** What the service uses of the hub's discovery document (OpenID Connect Discovery §3). */
export interface Metadata {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly userinfo_endpoint: string;
  readonly jwks_uri: string;
  readonly end_session_endpoint: string;
  /** RFC 9207: every answer carries `iss`. */
  readonly authorization_response_iss_parameter_supported: boolean;
}

/** The hub's published signing keys. */
export interface HubKeys {
  /** @returns nothing when no such key is published */
  find(kid: unknown): Promise<JWK | undefined>;
  all(): Promise<readonly JWK[]>;
}

/** The service's own record of a person. */
export interface Account {
  readonly number: number;
  readonly visits: number;
  /** As received at the last visit. */
  readonly identity: Claims;
  /** What the person left at the service: here, the name under which the record was opened. */
  readonly openedBy: string;
}

export interface Accounts {
  /** The record under this key, made at the first visit; counts the visit. */
  visit(key: string, identity: Claims): Account;
}

/** A started sign-in, until its answer comes. */
export interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** Asked for. */
  readonly level: Level;
  /** A path of the service itself. */
  readonly returnTo: string;
}

export interface SignedIn {
  readonly verified: Verified;
  readonly account: Account;
}

/** What the server remembers of one browser, which holds a random identifier only. */
export interface Session {
  /** By `state`: several tabs may sign in side by side. */
  readonly started: Map<string, Pending>;
  readonly signedIn?: SignedIn;
  readonly logoutState?: string;
  readonly touchedMs: number;
}

export interface SessionStore {
  find(id: string | undefined): Session | undefined;
  all(): readonly Session[];
  /** @returns the identifier for the cookie: a new one when `id` is no living session */
  remember(id: string | undefined, pending: Pending): string;
  /** A session of its own under a new identifier. */
  create(content: Pick<Session, 'signedIn' | 'logoutState'>): string;
  /** Puts other content under the same identifier. */
  put(id: string, content: Pick<Session, 'signedIn' | 'logoutState'>): void;
  end(id: string | undefined): void;
}

/** One running service: what it is made of, what it was told, what it remembers. */
export interface SampleService {
  readonly implementation: ImplementationTable;
  readonly settings: Settings;
  readonly sessions: SessionStore;
  readonly accounts: Accounts;
  readonly hub: {
    metadata(): Promise<Metadata>;
    /** Made at first use. */
    keys(): HubKeys;
    /** What `metadata` and others keep between sign-ins. */
    readonly kept: {
      metadata?: { readonly document: Metadata; readonly atMs: number; readonly maxAgeMs: number };
    };
  };
}
