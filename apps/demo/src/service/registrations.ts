import { createHash } from 'node:crypto';
import type { Environment, Registration } from '@garance/core';
import { type Door, type DoorName, doorNames, doors } from './doors.ts';

export interface DemoServiceRegistrationOptions {
  /** Origin of the demo service, without final slash: `http://127.0.0.1:3011`. */
  readonly origin: string;
  readonly environment: Environment;
  readonly organisationId: string;
  readonly clients: Readonly<Record<DoorName, { readonly clientId: string; readonly clientSecret?: string }>>;
}

/**
 * The demo service as the hubs of one environment know it: one registration a door. The two doors of plus share a
 * sector, so that a person is the same at both levels; standard has another one, the platforms' default.
 */
export function demoServiceRegistrations(
  options: DemoServiceRegistrationOptions,
): readonly Omit<Registration, 'version'>[] {
  return doorNames.map((name) => registrationOf(doors[name], options));
}

/** High asks the person's consent, the two others inform: so both pages can be seen. */
const types: Readonly<Record<DoorName, Registration['type']>> = {
  franceconnect: 'public',
  plusSubstantial: 'public',
  plusHigh: 'private',
};

function registrationOf(door: Door, options: DemoServiceRegistrationOptions): Omit<Registration, 'version'> {
  const { origin, environment } = options;
  const { clientId, clientSecret } = options.clients[door.name];
  const encrypted = door.encryption === undefined ? {} : { encryption: door.encryption };
  return {
    id: `demo-service-${environment}-${door.path}`,
    serviceId: 'demo-service',
    organisationId: options.organisationId,
    platform: door.platform,
    environment,
    clientId,
    status: 'active',
    type: types[door.name],
    displayName: 'Ville de Montfleury',
    siteUrl: `${origin}/`,
    redirectUris: [`${origin}/callback/${door.path}`],
    postLogoutRedirectUris: [`${origin}/signed-out`],
    auth: authOf(door, clientSecret),
    keys: { kind: 'jwks_uri', uri: `${origin}/jwks` },
    idToken: { signingAlg: 'ES256', ...encrypted },
    userinfo: { signingAlg: 'ES256', ...encrypted },
    scopes: [...door.scopes, ...optionalScopes],
    amrAllowed: true,
    pkce: 'required',
    par: 'optional',
    profile: 'franceconnect',
    idpHintAllowed: true,
    sector: { algorithm: 'g1', id: `demo-service-${door.platform}` },
    sessionLengthSeconds: 8 * 60 * 60,
  };
}

/** Parts of what the doors ask for anyway, so that the form to try parameters has something to choose from. */
const optionalScopes = ['profile', 'birth', 'given_name', 'family_name', 'birthdate', 'gender'];

function authOf(door: Door, clientSecret: string | undefined): Registration['auth'] {
  if (door.authMethod === 'private_key_jwt') {
    return {
      method: 'private_key_jwt',
      secretHashes: [],
      assertionAlg: 'ES256',
      assertionAudience: 'issuer',
    };
  }
  if (clientSecret === undefined) throw new TypeError(`the door ${door.name} needs a client secret`);
  const sha256 = createHash('sha256').update(clientSecret).digest('hex');
  return { method: 'client_secret_post', secretHashes: [{ sha256 }], assertionAudience: 'issuer' };
}
