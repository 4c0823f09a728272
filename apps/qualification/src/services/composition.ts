/**
 * An honest service as a value: tables of small named checks, and the things it does. A wrong service is this value
 * with one check left out or one thing done differently, so that what a defect changes can be read in a line.
 */
import type { Level } from '@garance/core';
import type { JWK } from 'jose';
import type { HubKeys, Metadata } from './hub/hub.ts';
import type { Specimen } from './specimen.ts';
import type { Pending, Session, SessionStore, SignedIn } from './state/sessions.ts';

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
  readonly specimen: Specimen;
}

export interface JweContext {
  readonly what: 'id_token' | 'userinfo';
  readonly jwe: string;
  readonly header: Claims;
  readonly specimen: Specimen;
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
  readonly specimen: Specimen;
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
}

export interface CookieFlags {
  readonly path: string;
  readonly httpOnly: boolean;
  readonly secure: boolean;
  readonly sameSite: 'lax' | 'strict' | 'none';
}

export interface Does {
  /** Fresh for each sign-in. */
  state(): string;
  nonce(): string;
  /** The authorization request as it leaves. */
  authorizationParameters(parameters: URLSearchParams, specimen: Specimen): URLSearchParams;
  metadata(specimen: Specimen): Promise<Metadata>;
  createKeys(specimen: Specimen): HubKeys;
  /** The sign-in that this answer belongs to, taken: it is answered once. */
  takePending(input: {
    readonly sessions: SessionStore;
    readonly session: Session | undefined;
    readonly state: string | null;
  }): Pending | undefined;
  completeSignIn(input: {
    readonly specimen: Specimen;
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
    readonly specimen: Specimen;
    readonly sessionId: string | undefined;
    readonly signedIn: SignedIn;
  }): Promise<{ readonly location: string; readonly sessionId: string }>;
  /** Whether a page that needs the higher level opens. */
  opensHigherLevel(signedIn: SignedIn, needed: Level): boolean;
  returnPath(asked: string | null): string;
  jwks(published: { readonly keys: readonly JWK[] }): unknown;
  page(html: string, name: PageName, signedIn: SignedIn | undefined): string;
  failurePage(failure: Failure, html: string): { readonly status: number; readonly html: string };
  css(css: string): string;
  headers(headers: Readonly<Record<string, string>>, name: PageName): Readonly<Record<string, string>>;
  cookie(flags: CookieFlags): CookieFlags;
}

export interface Composition {
  readonly checks: Checks;
  readonly does: Does;
}
