import { newId } from '@garance/core';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { clientMetadata } from './client-metadata.ts';
import { identityScopes } from './identity-scopes.ts';
import { createMemoryAdapter } from './memory-adapter.ts';
import { errorSource, logoutSource, signedOutSource } from './pages/provider-pages.tsx';
import type { DemoProviderClient, DemoProviderProfile, DemoSigningKeys } from './types.ts';

export interface ConfigurationInput {
  readonly profile: DemoProviderProfile;
  readonly issuer: string;
  readonly keys: DemoSigningKeys;
  readonly clients: readonly DemoProviderClient[];
  /** Who a subject is, as claims. */
  readonly accounts: { findBySub(sub: string): Promise<{ readonly claims: object } | undefined> };
}

/** How `oidc-provider` is told to be one of the demo providers. */
export function providerConfiguration(input: ConfigurationInput): Configuration {
  const { profile, issuer, accounts } = input;
  const cookie = { httpOnly: true, sameSite: 'lax', signed: true } as const;
  return {
    adapter: createMemoryAdapter(),
    clients: input.clients.map((client) => clientMetadata(profile, client)),
    jwks: { keys: input.keys.keys.map((key) => ({ ...key })) } as NonNullable<Configuration['jwks']>,
    acrValues: [...profile.levels],
    claims: { auth_time: null, iss: null, sid: null, ...identityScopes },
    scopes: ['openid'],
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    clientBasedCORS: () => false,
    // Ports do not isolate cookies and the three providers share a host: each has its own names and path.
    cookies: {
      keys: [newId()],
      names: {
        session: `demo_${profile.id}_session`,
        interaction: `demo_${profile.id}_interaction`,
        resume: `demo_${profile.id}_resume`,
      },
      short: cookie,
      long: { ...cookie, path: `/${profile.id}` },
    },
    discovery: { ui_locales_supported: ['fr', 'en'] },
    enabledJWA: {
      idTokenSigningAlgValues: ['RS256', 'ES256'],
      userinfoSigningAlgValues: ['RS256', 'ES256'],
      idTokenEncryptionAlgValues: ['RSA-OAEP-256', 'ECDH-ES'],
      idTokenEncryptionEncValues: ['A256GCM'],
      userinfoEncryptionAlgValues: ['RSA-OAEP-256', 'ECDH-ES'],
      userinfoEncryptionEncValues: ['A256GCM'],
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      encryption: { enabled: true },
      jwtUserinfo: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: logoutSource(profile),
        postLogoutSuccessSource: signedOutSource(profile),
      },
    },
    fetch: fetchFromLoopbackToo,
    findAccount: async (_ctx, sub) => {
      const account = await accounts.findBySub(sub);
      return account && { accountId: sub, claims: () => ({ sub, ...account.claims }) };
    },
    interactions: { url: (_ctx, interaction) => `${issuer}/interaction/${interaction.uid}` },
    loadExistingGrant: grantWhatIsAsked,
    renderError: errorSource(profile),
    ttl: {
      AccessToken: 300,
      AuthorizationCode: 60,
      Grant: 3600,
      IdToken: 300,
      Interaction: 1800,
      Session: 3600,
    },
  };
}

/** The connection guard of `oidc-provider` refuses loopback addresses, and the hubs of a demo are there. */
function fetchFromLoopbackToo(url: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  const { dispatcher: _guard, ...unguarded } = init as RequestInit & { dispatcher?: unknown };
  return fetch(url, unguarded);
}

/** A provider asks for no consent of its own: the hub does. */
async function grantWhatIsAsked(ctx: KoaContextWithOIDC) {
  const { client, session, provider, requestParamOIDCScopes } = ctx.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
  grant.addOIDCScope([...requestParamOIDCScopes].join(' '));
  await grant.save();
  return grant;
}
