import type { Encryption, Level, SigningAlg } from '@garance/core';
import type { JWK } from 'jose';
import type { DemoPerson, DemoProviderId, ListTestAccounts } from '../persons/person.ts';
import type { DemoProfessional } from './professionals/accounts.ts';

/** The issuers of the demo by their path: three for citizens, one for professionals. */
export type DemoIssuerId = DemoProviderId | 'professionals';

/** Properties of a demo provider, for its own pages and for its registration at a hub. */
export interface DemoProviderProfile {
  readonly id: DemoIssuerId;
  readonly name: { readonly fr: string; readonly en: string };
  /** Levels it may assert, lowest first. */
  readonly levels: readonly [Level, ...Level[]];
  readonly idTokenSigningAlg: SigningAlg;
  /** Used for clients that publish keys; absent: no encryption. */
  readonly encryption?: Encryption;
  readonly colour: { readonly strong: string; readonly soft: string };
}

/** A hub as a client of the demo providers. */
export interface DemoProviderClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Absent: `client_secret_post`. */
  readonly authMethod?: 'client_secret_post' | 'client_secret_basic';
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  /** Address of the hub's encryption keys. Absent: the two upper providers sign but do not encrypt. */
  readonly jwksUri?: string;
  /** Providers at which the client is registered; absent: all three. */
  readonly providers?: readonly DemoProviderId[];
  /** Whether test accounts may sign in through it: hubs of the integration environment only. */
  readonly acceptsTestAccounts?: boolean;
}

/** Private signing keys of one provider. */
export interface DemoSigningKeys {
  readonly keys: readonly JWK[];
}
export type DemoProviderKeys = Readonly<Record<DemoProviderId, DemoSigningKeys>>;

export interface DemoLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface ProfessionalsOptions {
  readonly clients: readonly DemoProviderClient[];
  /** Absent: `demoProfessionals`. */
  readonly accounts?: readonly DemoProfessional[];
  /** Absent: new keys at each start. */
  readonly keys?: DemoSigningKeys;
}

export interface DemoProvidersOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly clients: readonly DemoProviderClient[];
  /** The partner space as client of the provider for professionals; absent: no such provider. */
  readonly professionals?: ProfessionalsOptions;
  /** Absent: all persons of the embedded demo. */
  readonly persons?: readonly DemoPerson[];
  /** Test accounts of partners. Absent: none. */
  readonly listTestAccounts?: ListTestAccounts;
  /** Stored by the caller, so that the kids survive a restart; absent: new keys (see `generateDemoProviderKeys`). */
  readonly keys?: DemoProviderKeys;
  readonly logger?: DemoLogger;
}

export interface DemoProviders {
  /** `http://host:port`, without a path. */
  readonly origin: string;
  readonly port: number;
  /** Issuer of each provider: `{origin}/low` and so on; discovery is at `{issuer}/.well-known/openid-configuration`. */
  readonly issuers: Readonly<Record<DemoProviderId, string>>;
  /** Issuer of the provider for professionals, if it was started. */
  readonly professionalsIssuer?: string;
  close(): Promise<void>;
}
