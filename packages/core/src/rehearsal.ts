/**
 * The interface through which an integration hub sends wrong answers in one login (qualification). A production
 * composition passes none; the parameter `garance_rehearsal` is then refused and a ticket is an error.
 *
 * The port decides what is sent; only the hub signs. Its `sign` refuses claims that name another issuer, client or person
 * than those of this login or the reserved ones, so that a rehearsal cannot be used as a signing oracle.
 */
import type { Claims } from './claims.ts';
import type { ErrorCode } from './errors/catalogue.ts';
import type { Level } from './levels.ts';
import type { Platform } from './platforms.ts';
import type { EncryptionAlg, Jwks, Registration, SigningAlg } from './registration.ts';

type Jwk = Jwks['keys'][number];

/** Contents of a request to the authorization endpoint, accepted or refused. */
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
  /** Names of parameters in the URL that are forbidden there: `client_secret`, `client_assertion`, `password`… */
  readonly credentialsInUrl: readonly string[];
  /** Why the hub refused the request; absent when it accepted it. */
  readonly refused?: ErrorCode;
}

export interface TokenFacts {
  readonly authMethod: 'client_secret_post' | 'client_secret_basic' | 'private_key_jwt' | 'other';
  readonly credentialsInUrl: readonly string[];
  /** Spent with the code: kept because weak ones show only by comparison. */
  readonly codeVerifier?: string;
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

/** A browser's request that carries a ticket. */
export interface RehearsalArrival {
  /** Value of the ticket's cookie. */
  readonly cookie: string;
  /** `client_id` of the request; empty when it has none. */
  readonly clientId: string;
  /** SHA-256 of the hub's own cookie of this browser, to match a later logout to it. */
  readonly browser: string;
  readonly facts: AuthorizeFacts;
}

/** An authorization response before it is sent to the service's redirect URI, complete (`iss` included). */
export interface RehearsedCallback {
  readonly redirectUri: string;
  readonly responseMode: 'query' | 'form_post';
  readonly params: Readonly<Record<string, string>>;
}

/** Signs with the hub's key; every signature is checked first (see above). */
export interface RehearsalSigner {
  readonly alg: SigningAlg;
  readonly kid: string;
  /** Public part of the key that `sign` uses by default. */
  readonly publicJwk: Jwk;
  /**
   * Compact JWS of the claims.
   *
   * @param options.header may add `crit` and the members that it names
   * @param options.kid a key made by `publishSigningKey`
   * @throws GaranceError `rehearsal.identity_refused` when claims or header name an issuer, client or person other than those
   *   of this login or the reserved ones
   */
  sign(claims: Claims, options?: { readonly header?: Claims; readonly kid?: string }): Promise<string>;
}

/** A token before it is signed and encrypted: the correct claims, and how the registration protects them. */
export interface RehearsedToken {
  readonly claims: Claims;
  /** Absent where the registration asks for plain JSON. */
  readonly signer?: RehearsalSigner;
  /** Absent where the registration asks for no encryption. */
  readonly encryption?: {
    readonly alg: EncryptionAlg;
    /** The service's published keys that fit the algorithm, the one used by default first. */
    readonly recipients: readonly Jwk[];
    /** Encrypts as registered. */
    encrypt(jwt: string): Promise<string>;
  };
  /** Client secret in the current request to the token endpoint. */
  readonly presentedSecret?: string;
}

export interface RehearsedAnswer {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
}

/**
 * Called by an integration hub in a rehearsed login. A plan is opaque to the hub; it is stored, sealed, with the
 * transaction and the tokens.
 */
export interface RehearsalPort {
  /** A second issuer identifier for the rehearsed logins of a service: its client assertions may have it as audience. */
  issuerFor(clientId: string): string;
  /** Redeems the ticket; a second call with the same ticket is refused. */
  admit(
    arrival: RehearsalArrival,
  ): Promise<
    { readonly ok: true; readonly plan: string } | { readonly ok: false; readonly error: ErrorCode }
  >;
  /** The person who signs in, as raw provider claims; without `level`, at the requested level. */
  identity(plan: string): Promise<{ readonly claims: Claims; readonly level?: Level }>;
  callback(
    plan: string,
    answer: RehearsedCallback,
  ): Promise<
    | { readonly kind: 'deliver'; readonly params: Readonly<Record<string, string>> }
    /** No redirect: the rehearsal delivers the answer itself. */
    | { readonly kind: 'withhold' }
  >;
  /** The id_token, signed and encrypted. */
  idToken(plan: string, token: RehearsedToken): Promise<string>;
  tokenResponse(plan: string, body: Claims, facts: TokenFacts): Promise<RehearsedAnswer>;
  /** Reports that a token request with this code was refused. */
  tokenRefused(code: string, facts: TokenFacts): void;
  userinfo(plan: string, token: RehearsedToken, facts: UserinfoFacts): Promise<RehearsedAnswer>;
  /** Reports a logout of any login: by the browser, or by the id_token hint when the browser sent no cookie. */
  endSession(logout: {
    readonly browser?: string;
    readonly idTokenHint?: string;
    readonly facts: EndSessionFacts;
  }): void;
}

/** What a hub offers to the rehearsal service. */
export interface RehearsedHub {
  readonly issuer: string;
  readonly platform: Platform;
  findRegistration(clientId: string): Registration | undefined;
  /** Fetches the service's published keys again and checks them. */
  inspectClientKeys(registration: Registration): Promise<ClientKeysInspection>;
  /** Publishes a further signing key, usable through the checked `sign` only. Returns its `kid`. */
  publishSigningKey(alg: SigningAlg): Promise<string>;
}

/** Problems of a service's published keys. */
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
  /** Number of keys to which the service's tokens can be encrypted. */
  readonly encryptionKeys: number;
}
