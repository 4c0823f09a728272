import Provider, { interactionPolicy } from 'oidc-provider';
import { requestedScope, type ServicesDescription, serviceClientId } from '../../shared/contract.ts';
import type { BenchJwk } from '../../shared/jwe.ts';
import type { Accounts } from './accounts.ts';
import { createMemoryAdapter } from './memory-adapter.ts';

const pivot = ['given_name', 'family_name', 'birthdate', 'gender', 'birthplace', 'birthcountry'];
const transactionSeconds = 600;
/** The same address for all interactions, so that the library's cookie is sent to the provider's callback too. */
export const interactionPath = '/interaction';

function clientsOf({ count, clientSecret, redirectUri, encryptionAlg, encryptionJwk }: ServicesDescription) {
  const encryption = { alg: encryptionAlg, enc: 'A256GCM' } as const;
  return Array.from({ length: count }, (_, index) => ({
    client_id: serviceClientId(index),
    client_secret: clientSecret,
    client_name: `Service ${index}`,
    redirect_uris: [redirectUri],
    response_types: ['code' as const],
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'client_secret_post' as const,
    subject_type: 'pairwise' as const,
    scope: requestedScope,
    require_auth_time: true,
    id_token_signed_response_alg: 'ES256' as const,
    id_token_encrypted_response_alg: encryption.alg,
    id_token_encrypted_response_enc: encryption.enc,
    userinfo_signed_response_alg: 'ES256' as const,
    userinfo_encrypted_response_alg: encryption.alg,
    userinfo_encrypted_response_enc: encryption.enc,
    jwks: { keys: [encryptionJwk as never] },
  }));
}

/** The default policy without sign-in by an earlier session, which a broker at high levels must not offer. */
function alwaysSignIn() {
  const policy = interactionPolicy.base();
  policy
    .get('login')
    ?.checks.add(
      new interactionPolicy.Check(
        'always',
        'every request is a new sign-in',
        ({ oidc }) => !oidc.result?.login,
      ),
    );
  return policy;
}

export interface ProviderConfig {
  readonly issuer: string;
  readonly signingJwk: BenchJwk;
  readonly services: ServicesDescription;
  readonly accounts: Accounts;
  readonly cookieKeys: readonly string[];
}

export function createBrokerProvider({ issuer, signingJwk, services, accounts, cookieKeys }: ProviderConfig) {
  return new Provider(issuer, {
    adapter: createMemoryAdapter(),
    clients: clientsOf(services),
    jwks: { keys: [{ ...signingJwk } as never] },
    cookies: { keys: [...cookieKeys] },
    scopes: ['openid', 'identite_pivot', 'email'],
    claims: { openid: ['sub'], identite_pivot: pivot, email: ['email'], acr: null, auth_time: null },
    acrValues: ['eidas2', 'eidas3'],
    responseTypes: ['code'],
    subjectTypes: ['pairwise'],
    pkce: { required: () => false },
    features: {
      devInteractions: { enabled: false },
      encryption: { enabled: true },
      jwtUserinfo: { enabled: true },
      rpInitiatedLogout: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      dPoP: { enabled: false },
      resourceIndicators: { enabled: false },
    },
    enabledJWA: {
      idTokenSigningAlgValues: ['ES256'],
      userinfoSigningAlgValues: ['ES256'],
      idTokenEncryptionAlgValues: [services.encryptionAlg],
      userinfoEncryptionAlgValues: [services.encryptionAlg],
      idTokenEncryptionEncValues: ['A256GCM'],
      userinfoEncryptionEncValues: ['A256GCM'],
    },
    ttl: {
      AccessToken: 60,
      AuthorizationCode: 30,
      IdToken: 60,
      Interaction: transactionSeconds,
      Grant: transactionSeconds,
      Session: transactionSeconds,
    },
    expiresWithSession: () => false,
    findAccount: (_ctx, accountId) => accounts.find(accountId),
    pairwiseIdentifier: async (_ctx, accountId, client) => accounts.subjectFor(accountId, client.clientId),
    interactions: { url: () => interactionPath, policy: alwaysSignIn() },
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.body = `<!doctype html><title>Error</title><p>${out.error}</p>`;
    },
  });
}
