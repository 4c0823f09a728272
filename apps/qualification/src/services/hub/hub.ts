import type { JWK } from 'jose';

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
