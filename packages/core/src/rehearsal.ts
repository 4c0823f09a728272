/**
 * The seam through which an integration hub may be told to misbehave in one login (qualification). A production
 * composition never passes one in; without it the parameter `garance_rehearsal` is refused and a ticket is an error.
 *
 * What belongs to whom: the port decides what is sent, the hub alone signs. Its `sign` refuses whatever names another
 * issuer, client or person than this login's own or the reserved ones, so that no rehearsal is a signing oracle.
 */
import type { Claims } from './claims.ts';
import type { ErrorCode } from './errors/catalogue.ts';
import type { Level } from './levels.ts';
import type { Platform } from './platforms.ts';
import type { EncryptionAlg, Jwks, Registration, SigningAlg } from './registration.ts';

/**
 * The only other identities that a forged answer may bear. `.invalid` never resolves (RFC 6761 §6.4): no issuer, client
 * or person has or will have these names, so that nothing a rehearsal signs is of any use elsewhere (security.md 21).
 */
export const reservedIdentities = {
  issuer: 'https://rehearsal.invalid',
  client: 'rehearsal-invalid-client',
  subject: 'rehearsal-invalid-subject',
} as const;

type Jwk = Jwks['keys'][number];

/** What a service asked at the authorization endpoint: facts, whether or not the hub accepted them. */
export interface AuthorizeFacts {
  readonly pushed: boolean;
  readonly redirectUri: string;
  readonly responseMode: 'query' | 'form_post';
  readonly state?: string;
  readonly nonce?: string;
  readonly scopesAsked: readonly string[];
  /** Empty when the request was refused. */
  readonly scopesGranted: readonly string[];
  readonly acrValues?: string;
  readonly pkce: 'S256' | 'absent';
  /** Names of parameters of the URL that must never be there: `client_secret`, `client_assertion`, `password`… */
  readonly credentialsInUrl: readonly string[];
  /** Why the hub refused the request; absent when it accepted it. */
  readonly refused?: ErrorCode;
}

export interface TokenFacts {
  readonly authMethod: 'client_secret_post' | 'client_secret_basic' | 'private_key_jwt' | 'other';
  readonly credentialsInUrl: readonly string[];
  readonly codeVerifier: boolean;
  /** Why the hub refused the request; absent when it accepted it. */
  readonly refused?: ErrorCode;
}

export interface UserinfoFacts {
  readonly tokenInUrl: boolean;
}

export interface EndSessionFacts {
  readonly idTokenHint: 'valid' | 'absent' | 'invalid';
  readonly state?: string;
  readonly postLogoutRedirectUri?: string;
  readonly redirectRegistered: boolean;
}

/** A browser that arrives with a ticket. */
export interface RehearsalArrival {
  /** The ticket's cookie, as it came. */
  readonly cookie: string;
  /** As the request says; empty when it names none. */
  readonly clientId: string;
  /** SHA-256 of the hub's own cookie of this browser: by it a later logout is known to be of the same one. */
  readonly browser: string;
  readonly facts: AuthorizeFacts;
}

/** An answer on its way to the service's redirect URI, with everything it should carry (`iss` included). */
export interface RehearsedCallback {
  readonly redirectUri: string;
  readonly responseMode: 'query' | 'form_post';
  readonly params: Readonly<Record<string, string>>;
}

/** The hub's own pen, behind its guard. */
export interface RehearsalSigner {
  readonly alg: SigningAlg;
  readonly kid: string;
  /** The published half of the key that `sign` uses unless told otherwise. */
  readonly publicJwk: Jwk;
  /**
   * Compact JWS of the claims. `header` may add `crit` and the members that it names; `kid` chooses a key that
   * `publishSigningKey` made.
   *
   * @throws GaranceError `rehearsal.identity_refused` when claims or header name anyone but this login's own or the reserved
   */
  sign(claims: Claims, options?: { readonly header?: Claims; readonly kid?: string }): Promise<string>;
}

/** A token about to leave: its true claims, and what it takes to protect them. */
export interface RehearsedToken {
  readonly claims: Claims;
  /** Absent where the registration asks for plain JSON. */
  readonly signer?: RehearsalSigner;
  /** Absent where the registration asks for no encryption. */
  readonly encryption?: {
    readonly alg: EncryptionAlg;
    /** Every published key of the service that fits, the one that is used first. */
    readonly recipients: readonly Jwk[];
    /** As registered. */
    encrypt(jwt: string): Promise<string>;
  };
  /** What the service proved itself with at the token endpoint just now. */
  readonly presentedSecret?: string;
}

export interface RehearsedAnswer {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
}

/**
 * What an integration hub asks in a rehearsed login. A plan is opaque to the hub and kept, sealed, with its transaction
 * and its tokens.
 */
export interface RehearsalPort {
  /** An issuer besides the hub's own that a service's rehearsed logins may go through: it may make assertions for it. */
  issuerFor(clientId: string): string;
  /** Takes the ticket, once. */
  admit(
    arrival: RehearsalArrival,
  ): Promise<
    { readonly ok: true; readonly plan: string } | { readonly ok: false; readonly error: ErrorCode }
  >;
  /** Who signs in, as raw provider claims; without `level`, at the one asked for. */
  identity(plan: string): Promise<{ readonly claims: Claims; readonly level?: Level }>;
  callback(
    plan: string,
    answer: RehearsedCallback,
  ): Promise<
    | { readonly kind: 'deliver'; readonly params: Readonly<Record<string, string>> }
    /** The browser stays here: who rehearses brings the answer. */
    | { readonly kind: 'withhold' }
  >;
  /** The id_token as it leaves, protected. */
  idToken(plan: string, token: RehearsedToken): Promise<string>;
  tokenResponse(plan: string, body: Claims, facts: TokenFacts): Promise<RehearsedAnswer>;
  /** A token request that names this code was refused. */
  tokenRefused(code: string, facts: TokenFacts): void;
  userinfo(plan: string, token: RehearsedToken, facts: UserinfoFacts): Promise<RehearsedAnswer>;
  /** A logout, of whichever login: by the browser, or by the hint where the browser sent no cookie. */
  endSession(seen: {
    readonly browser?: string;
    readonly idTokenHint?: string;
    readonly facts: EndSessionFacts;
  }): void;
}

/** What a hub offers to whoever rehearses on it. */
export interface RehearsedHub {
  readonly issuer: string;
  readonly platform: Platform;
  findRegistration(clientId: string): Registration | undefined;
  /** Fetches the service's published keys anew and looks at them. */
  inspectClientKeys(registration: Registration): Promise<ClientKeysInspection>;
  /** A further signing key, public from now on and behind the hub's guard. Returns its `kid`. */
  publishSigningKey(alg: SigningAlg): Promise<string>;
}

/** What is wrong with a service's published keys, as words. */
export type ClientKeysFinding =
  | 'not-a-key-set'
  | 'too-many-keys'
  | 'kid-missing'
  | 'kid-repeated'
  | 'private-part'
  | 'key-too-small'
  | 'no-encryption-key'
  | 'no-assertion-key';

export interface ClientKeysInspection {
  readonly reachable: boolean;
  readonly findings: readonly ClientKeysFinding[];
  /** How many of the keys the service's tokens could be encrypted to. */
  readonly encryptionKeys: number;
}
