import { importJWK } from 'jose';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretPost,
  Configuration,
  calculatePKCECodeChallenge,
  enableDecryptingResponses,
  enableNonRepudiationChecks,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { TargetConfig } from '../../shared/contract.ts';

/** Values kept until the upstream provider answers. */
export interface UpstreamRequest {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export interface UpstreamClient {
  begin(acr: string): Promise<{ url: string; request: UpstreamRequest }>;
  finish(
    callback: URL,
    request: UpstreamRequest,
  ): Promise<{ acr: string; authTime: number; amr: string[]; claims: Record<string, unknown> }>;
}

/** openid-client with one Configuration for the life of the process, which caches metadata, keys and JWKS. */
export async function createUpstreamClient(
  { upstream, upstreamClient, decryptionJwk }: TargetConfig,
  redirectUri: string,
): Promise<UpstreamClient> {
  const configuration = new Configuration(
    {
      issuer: upstream.issuer,
      authorization_endpoint: upstream.authorization,
      token_endpoint: upstream.token,
      userinfo_endpoint: upstream.userinfo,
      jwks_uri: upstream.jwks,
      id_token_signing_alg_values_supported: ['ES256'],
      authorization_response_iss_parameter_supported: true,
    },
    upstreamClient.clientId,
    { id_token_signed_response_alg: 'ES256', userinfo_signed_response_alg: 'ES256' },
    ClientSecretPost(upstreamClient.clientSecret),
  );
  const key = await importJWK({ ...decryptionJwk }, upstream.encryptionAlg);
  if (!(key instanceof CryptoKey)) throw new Error('not an asymmetric key');
  allowInsecureRequests(configuration);
  enableDecryptingResponses(configuration, ['A256GCM'], {
    key,
    alg: upstream.encryptionAlg,
    kid: decryptionJwk.kid,
  });
  enableNonRepudiationChecks(configuration);
  return {
    begin: async (acr) => {
      const request = {
        state: randomState(),
        nonce: randomNonce(),
        codeVerifier: randomPKCECodeVerifier(),
      };
      const url = buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: 'openid profile birth email',
        state: request.state,
        nonce: request.nonce,
        acr_values: acr,
        prompt: 'login',
        max_age: '0',
        code_challenge: await calculatePKCECodeChallenge(request.codeVerifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, request };
    },
    finish: async (callback, request) => {
      const tokens = await authorizationCodeGrant(configuration, callback, {
        expectedState: request.state,
        expectedNonce: request.nonce,
        pkceCodeVerifier: request.codeVerifier,
        maxAge: 0,
        idTokenExpected: true,
      });
      const idToken = tokens.claims();
      if (!idToken) throw new Error('no id_token');
      const claims = await fetchUserInfo(configuration, tokens.access_token, idToken.sub);
      return {
        acr: String(idToken.acr),
        authTime: Number(idToken.auth_time),
        amr: Array.isArray(idToken.amr) ? idToken.amr.map(String) : [],
        claims,
      };
    },
  };
}
