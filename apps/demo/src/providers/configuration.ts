import { newId } from '@garance/core';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { clientMetadata } from './client-metadata.ts';
import type { DemoProviderClient, DemoProviderProfile, DemoSigningKeys } from './demo-provider.ts';
import { identityScopes } from './identity-scopes.ts';
import { createMemoryAdapter } from './memory-adapter.ts';
import { errorSource, logoutSource, signedOutSource } from './pages/provider-pages.tsx';

export interface ConfigurationInput {
  readonly profile: DemoProviderProfile;
  readonly issuer: string;
  readonly keys: DemoSigningKeys;
  readonly clients: readonly DemoProviderClient[];
  /** Finds the claims of a subject. */
  readonly accounts: { findBySub(sub: string): Promise<{ readonly claims: object } | undefined> };
}

const algorithms = {
  idTokenSigningAlgValues: ['RS256', 'ES256'],
  userinfoSigningAlgValues: ['RS256', 'ES256'],
  idTokenEncryptionAlgValues: ['RSA-OAEP-256', 'ECDH-ES'],
  idTokenEncryptionEncValues: ['A256GCM'],
  userinfoEncryptionAlgValues: ['RSA-OAEP-256', 'ECDH-ES'],
  userinfoEncryptionEncValues: ['A256GCM'],
} satisfies Configuration['enabledJWA'];

const lifetimesSeconds = {
  AccessToken: 300,
  AuthorizationCode: 60,
  Grant: 3600,
  IdToken: 300,
  Interaction: 1800,
  Session: 3600,
} satisfies Configuration['ttl'];

/** The configuration of `oidc-provider` for one demo provider. */
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
    enabledJWA: algorithms,
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
    loadExistingGrant: grantRequestedScopes,
    renderError: errorSource(profile),
    ttl: lifetimesSeconds,
  };
}

/** `fetch` without the guard of `oidc-provider`, which refuses the loopback addresses of the demo's hubs. */
function fetchFromLoopbackToo(url: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  const { dispatcher: _guard, ...unguarded } = init as RequestInit & { dispatcher?: unknown };
  return fetch(url, unguarded);
}

/** Grants all requested scopes: the hub asks for consent, its providers do not. */
async function grantRequestedScopes(ctx: KoaContextWithOIDC) {
  const { client, session, provider, requestParamOIDCScopes } = ctx.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
  grant.addOIDCScope([...requestParamOIDCScopes].join(' '));
  await grant.save();
  return grant;
}
