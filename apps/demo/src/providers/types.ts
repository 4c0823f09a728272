import type { Encryption, Level, SigningAlg } from '@garance/core';
import type { JWK } from 'jose';
import type { DemoPerson, DemoProviderId, ListTestAccounts } from '../persons/person.ts';
import type { DemoProfessional } from './professionals/accounts.ts';

/** Every issuer of the demo, by the path it is served under: those of citizens, and the one for professionals. */
export type DemoIssuerId = DemoProviderId | 'professionals';

/** What a demo provider is, for its own pages and for registering it at a hub. */
export interface DemoProviderProfile {
  readonly id: DemoIssuerId;
  readonly name: { readonly fr: string; readonly en: string };
  /** Levels it may assert, lowest first. */
  readonly levels: readonly [Level, ...Level[]];
  readonly idTokenSigningAlg: SigningAlg;
  /** Applied for clients that publish keys; absent when it never encrypts. */
  readonly encryption?: Encryption;
  readonly colour: { readonly strong: string; readonly soft: string };
}

/** A hub, as a client of the demo providers. */
export interface DemoProviderClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Absent: `client_secret_post`. */
  readonly authMethod?: 'client_secret_post' | 'client_secret_basic';
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  /** Where the hub publishes its encryption keys. Without it the upper providers sign but do not encrypt. */
  readonly jwksUri?: string;
  /** Providers that know the client; absent: all three. */
  readonly providers?: readonly DemoProviderId[];
  /** Whether private persons may sign in through it: hubs of the integration environment only. */
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
  /** Absent: new ones at each start. */
  readonly keys?: DemoSigningKeys;
}

export interface DemoProvidersOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly clients: readonly DemoProviderClient[];
  /** The partner space as client of the provider for professionals; without one there is no such provider. */
  readonly professionals?: ProfessionalsOptions;
  /** Absent: the whole cast of the embedded demo. */
  readonly persons?: readonly DemoPerson[];
  /** Persons that partners made for their own tests. Absent: nobody. */
  readonly listTestAccounts?: ListTestAccounts;
  /** Kept by the caller, so that a restart keeps the kids; absent: new ones (see `generateDemoProviderKeys`). */
  readonly keys?: DemoProviderKeys;
  readonly logger?: DemoLogger;
}

export interface DemoProviders {
  /** `http://host:port`, without a path. */
  readonly origin: string;
  readonly port: number;
  /** Issuer of each provider: `{origin}/low` and so on; discovery is at `{issuer}/.well-known/openid-configuration`. */
  readonly issuers: Readonly<Record<DemoProviderId, string>>;
  /** Issuer of the provider for professionals, when it was asked for. */
  readonly professionalsIssuer?: string;
  close(): Promise<void>;
}
