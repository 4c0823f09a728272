import { createHash } from 'node:crypto';
import type { Environment, Registration } from '@garance/core';
import {
  type SignInEntry,
  type SignInEntryName,
  signInEntries,
  signInEntryNames,
} from './sign-in-entries.ts';

export interface DemoServiceRegistrationOptions {
  /** Origin of the demo service, without final slash: `http://127.0.0.1:3011`. */
  readonly origin: string;
  readonly environment: Environment;
  readonly organisationId: string;
  readonly clients: Readonly<
    Record<SignInEntryName, { readonly clientId: string; readonly clientSecret?: string }>
  >;
}

/**
 * The registrations of the demo service at the hubs of one environment, one for each entry. The two entries of plus share
 * a sector, so that a person has the same subject at both levels; standard has another sector, as platforms do by default.
 */
export function demoServiceRegistrations(
  options: DemoServiceRegistrationOptions,
): readonly Omit<Registration, 'version'>[] {
  return signInEntryNames.map((name) => registrationOf(signInEntries[name], options));
}

/** The entry for the high level asks for consent, the others only inform, so that both pages are demonstrated. */
const types: Readonly<Record<SignInEntryName, Registration['type']>> = {
  franceconnect: 'public',
  plusSubstantial: 'public',
  plusHigh: 'private',
};

function registrationOf(
  entry: SignInEntry,
  options: DemoServiceRegistrationOptions,
): Omit<Registration, 'version'> {
  const { origin, environment } = options;
  const { clientId, clientSecret } = options.clients[entry.name];
  const encrypted = entry.encryption === undefined ? {} : { encryption: entry.encryption };
  return {
    id: `demo-service-${environment}-${entry.path}`,
    serviceId: 'demo-service',
    organisationId: options.organisationId,
    platform: entry.platform,
    environment,
    clientId,
    status: 'active',
    type: types[entry.name],
    displayName: 'Ville de Montfleury',
    siteUrl: `${origin}/`,
    redirectUris: [`${origin}/callback/${entry.path}`],
    postLogoutRedirectUris: [`${origin}/signed-out`],
    auth: authOf(entry, clientSecret),
    keys: { kind: 'jwks_uri', uri: `${origin}/jwks` },
    idToken: { signingAlg: 'ES256', ...encrypted },
    userinfo: { signingAlg: 'ES256', ...encrypted },
    scopes: [...entry.scopes, ...optionalScopes],
    amrAllowed: true,
    pkce: 'required',
    par: 'optional',
    profile: 'franceconnect',
    idpHintAllowed: true,
    sector: { algorithm: 'g1', id: `demo-service-${entry.platform}` },
    sessionLengthSeconds: 8 * 60 * 60,
  };
}

/** Further scopes, all covered by the ones above, to choose from in the form for integrators. */
const optionalScopes = ['profile', 'birth', 'given_name', 'family_name', 'birthdate', 'gender'];

function authOf(entry: SignInEntry, clientSecret: string | undefined): Registration['auth'] {
  if (entry.authMethod === 'private_key_jwt') {
    return {
      method: 'private_key_jwt',
      secretHashes: [],
      assertionAlg: 'ES256',
      assertionAudience: 'issuer',
    };
  }
  if (clientSecret === undefined) throw new TypeError(`the entry ${entry.name} needs a client secret`);
  const sha256 = createHash('sha256').update(clientSecret).digest('hex');
  return { method: 'client_secret_post', secretHashes: [{ sha256 }], assertionAudience: 'issuer' };
}
