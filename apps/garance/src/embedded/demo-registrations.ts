/** Registrations created at the first start: the demo service and the demo identity providers on all four hubs. */
import { randomBytes } from 'node:crypto';
import type { HubId, Provider, Registration } from '@garance/core';
import {
  type DemoProviderClient,
  type DemoProviderId,
  demoProviderIds,
  demoProviderProfiles,
  demoServiceRegistrations,
  logoSvg,
  type SignInEntryName,
} from '@garance/demo';
import type { DurableStore } from '@garance/store';
import { type Addresses, hubIds } from './addresses.ts';

/** Credentials of the demo service's clients in one environment, by sign-in entry. */
export type DemoServiceClients = Readonly<
  Record<SignInEntryName, { readonly clientId: string; readonly clientSecret?: string }>
>;

/** A secret created at the first start and stored sealed, the same after every restart. */
export async function keptSecret(store: DurableStore, name: string): Promise<string> {
  const bytes = await store.secrets.getOrCreate(name, () => randomBytes(32));
  return Buffer.from(bytes).toString('base64url');
}

/** Credentials of the demo service's clients in this environment. */
export async function demoServiceClients(
  store: DurableStore,
  environment: HubId['environment'],
): Promise<DemoServiceClients> {
  const suffix = environment === 'production' ? '-production' : '';
  return {
    franceconnect: {
      clientId: `montfleury-franceconnect${suffix}`,
      clientSecret: await keptSecret(store, `demo-service-${environment}`),
    },
    plusSubstantial: { clientId: `montfleury-plus-substantial${suffix}` },
    plusHigh: { clientId: `montfleury-plus-high${suffix}` },
  };
}

/** Registrations of the demo service on the two hubs of this environment. */
export function demoRegistrations(
  addresses: Addresses,
  environment: HubId['environment'],
  clients: DemoServiceClients,
): readonly Omit<Registration, 'version'>[] {
  return demoServiceRegistrations({
    origin: addresses.demoService,
    environment,
    organisationId: 'montfleury',
    clients,
  });
}

/** A hub's client id at the demo providers. */
function hubClientId({ platform, environment }: HubId): string {
  return `garance-${platform}-${environment}`;
}

async function hubClientSecret(store: DurableStore, hub: HubId): Promise<string> {
  return keptSecret(store, `demo-provider-client-${hub.platform}-${hub.environment}`);
}

/** The four hubs as clients of the demo providers. */
export async function demoProviderClients(
  addresses: Addresses,
  store: DurableStore,
): Promise<readonly DemoProviderClient[]> {
  return Promise.all(
    hubIds.map(async (hub) => {
      const issuer = addresses.issuer(hub);
      return {
        clientId: hubClientId(hub),
        clientSecret: await hubClientSecret(store, hub),
        redirectUris: demoProviderIds.map((id) => `${issuer}/oidc-callback/${id}`),
        postLogoutRedirectUris: [`${issuer}/logout/provider-return`],
        jwksUri: `${issuer}/client/.well-known/keys`,
        acceptsTestAccounts: hub.environment === 'integration',
      };
    }),
  );
}

/** Registration of a demo provider on a hub. The low one is on plus too, where it is never offered. */
export async function demoProviderOn(
  hub: HubId,
  id: DemoProviderId,
  { addresses, store }: { readonly addresses: Addresses; readonly store: DurableStore },
): Promise<Provider> {
  const profile = demoProviderProfiles[id];
  const encryption = profile.encryption;
  return {
    id,
    ...hub,
    name: profile.name.fr,
    logo: { mediaType: 'image/svg+xml', base64: Buffer.from(logoSvg(profile)).toString('base64') },
    displayOrder: demoProviderIds.indexOf(id),
    status: 'active',
    source: {
      kind: 'discovery',
      url: `${addresses.providersOrigin}/${id}/.well-known/openid-configuration`,
    },
    clientId: hubClientId(hub),
    clientSecret: await hubClientSecret(store, hub),
    authMethod: 'client_secret_post',
    levels: profile.levels,
    idTokenSigningAlg: profile.idTokenSigningAlg,
    ...(encryption !== undefined && { idTokenEncryption: encryption }),
    userinfoFormat: encryption === undefined ? 'signed' : 'nested',
    pkce: true,
    preferredUsernameIsUsageName: true,
  };
}
