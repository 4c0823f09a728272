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
 * The demo service as the hubs of one environment know it: one registration a entry. The two signInEntries of plus share a
 * sector, so that a person is the same at both levels; standard has another one, the platforms' default.
 */
export function demoServiceRegistrations(
  options: DemoServiceRegistrationOptions,
): readonly Omit<Registration, 'version'>[] {
  return signInEntryNames.map((name) => registrationOf(signInEntries[name], options));
}

/** High asks the person's consent, the two others inform: so both pages can be seen. */
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

/** Parts of what the signInEntries ask for anyway, so that the form to try parameters has something to choose from. */
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
