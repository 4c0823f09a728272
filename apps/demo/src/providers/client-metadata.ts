import type { ClientMetadata } from 'oidc-provider';
import type { DemoProviderClient, DemoProviderProfile } from './demo-provider.ts';

/** Client metadata of a hub at one provider: userinfo always signed; both tokens encrypted where provider and hub support it. */
export function clientMetadata(profile: DemoProviderProfile, client: DemoProviderClient): ClientMetadata {
  return {
    client_id: client.clientId,
    client_secret: client.clientSecret,
    token_endpoint_auth_method: client.authMethod ?? 'client_secret_post',
    redirect_uris: [...client.redirectUris],
    post_logout_redirect_uris: [...client.postLogoutRedirectUris],
    response_types: ['code'],
    grant_types: ['authorization_code'],
    id_token_signed_response_alg: profile.idTokenSigningAlg,
    userinfo_signed_response_alg: profile.idTokenSigningAlg,
    ...encryptionMetadata(profile, client),
  };
}

function encryptionMetadata(
  profile: DemoProviderProfile,
  client: DemoProviderClient,
): Partial<ClientMetadata> {
  const { encryption } = profile;
  if (encryption === undefined || client.jwksUri === undefined) return {};
  return {
    jwks_uri: client.jwksUri,
    id_token_encrypted_response_alg: encryption.alg,
    id_token_encrypted_response_enc: encryption.enc,
    userinfo_encrypted_response_alg: encryption.alg,
    userinfo_encrypted_response_enc: encryption.enc,
  };
}
