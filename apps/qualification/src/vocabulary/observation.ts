/**
 * What the hub saw of one rehearsed login, in order: facts, never a secret, a code, a token or an identity. `state` and
 * `nonce` are the service's own random values, kept because repetition shows only by comparison; reports carry their
 * lengths only.
 */
export type Observation = {
  /** Epoch milliseconds. */
  readonly atMs: number;
} & (
  | { readonly kind: 'authorize'; readonly facts: AuthorizeFacts }
  /** The answer left the hub. `delivery` is there when the fault withheld it: for the runner, never for a report. */
  | {
      readonly kind: 'callback';
      readonly withheld: boolean;
      readonly params: readonly string[];
      readonly delivery?: Delivery;
    }
  | { readonly kind: 'token'; readonly facts: TokenFacts; readonly faulty: boolean }
  | { readonly kind: 'userinfo'; readonly facts: { readonly tokenInUrl: boolean }; readonly faulty: boolean }
  | { readonly kind: 'end_session'; readonly facts: EndSessionFacts }
  /** Of the rehearsal issuer. */
  | { readonly kind: 'discovery' | 'jwks'; readonly faulty: boolean }
  /** The forger's key set was fetched: the service follows `jku`. */
  | { readonly kind: 'forged-keys' }
);

export interface AuthorizeFacts {
  readonly pushed: boolean;
  readonly redirectUri: string;
  readonly responseMode: 'query' | 'form_post';
  readonly state?: string;
  readonly nonce?: string;
  readonly scopesAsked: readonly string[];
  readonly scopesGranted: readonly string[];
  readonly acrValues?: string;
  readonly pkce: 'S256' | 'absent';
  /** Names of parameters of the URL that must never be there: `client_secret`, `client_assertion`, `password`… */
  readonly credentialsInUrl: readonly string[];
}

export interface TokenFacts {
  readonly authMethod: 'client_secret_post' | 'client_secret_basic' | 'private_key_jwt' | 'other';
  readonly credentialsInUrl: readonly string[];
  readonly codeVerifier: boolean;
}

export interface EndSessionFacts {
  readonly idTokenHint: 'valid' | 'absent' | 'invalid';
  readonly state?: string;
  readonly postLogoutRedirectUri?: string;
  readonly redirectRegistered: boolean;
}

/** An answer for the runner to bring to the service. */
export interface Delivery {
  readonly redirectUri: string;
  readonly responseMode: 'query' | 'form_post';
  readonly params: Readonly<Record<string, string>>;
}
