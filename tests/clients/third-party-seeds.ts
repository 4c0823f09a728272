import type { Platform } from '@garance/core';
import type { RunFile } from '@garance/garance';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

/** The configuration of a third-party client. */
export interface ThirdPartyClient {
  readonly platform: Platform;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  /** Key for tokens encrypted by the plus hub. */
  readonly decryption: {
    readonly alg: 'RSA-OAEP-256' | 'ECDH-ES';
    readonly kid: string;
    readonly key: CryptoKey;
  };
}

export interface ThirdPartyClients {
  /** Entries for `--seed-clients FILE`. */
  readonly seeds: readonly object[];
  find(run: RunFile, platform: Platform): ThirdPartyClient;
}

/** No server listens there: the test's browser stops before it, and the client reads the address. */
export const thirdPartyRedirectUri = 'http://127.0.0.1:9/callback';

const scopes = ['openid', 'identite_pivot', 'email', 'preferred_username'];

/** A client on each platform, with a secret and new keys; the one on plus requests this encryption. */
export async function createThirdPartyClients(alg: 'RSA-OAEP-256' | 'ECDH-ES'): Promise<ThirdPartyClients> {
  const { publicKey, privateKey } = await generateKeyPair(alg);
  const exported = await exportJWK(publicKey);
  const jwk: JWK = { ...exported, use: 'enc', alg, kid: await calculateJwkThumbprint(exported) };
  const decryption = { alg, kid: jwk.kid ?? '', key: privateKey };
  const clientId = (platform: Platform) => `third-party-${platform}-${alg.toLowerCase()}`;
  const clientSecret = Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString('base64url');
  const shared = { clientSecret, redirectUris: [thirdPartyRedirectUri], scopes, type: 'public' };
  return {
    seeds: [
      { ...shared, platform: 'standard', clientId: clientId('standard'), scopes: [...scopes] },
      {
        ...shared,
        platform: 'plus',
        clientId: clientId('plus'),
        jwks: { keys: [jwk] },
        token_endpoint_auth_method: 'client_secret_post',
        id_token_encrypted_response_alg: alg,
        userinfo_encrypted_response_alg: alg,
      },
    ],
    find(run, platform) {
      const known = run.clients.find((client) => client.clientId === clientId(platform));
      if (known === undefined) throw new Error(`the federation was not seeded with ${clientId(platform)}`);
      return {
        platform,
        clientId: known.clientId,
        clientSecret,
        redirectUri: thirdPartyRedirectUri,
        decryption,
      };
    },
  };
}
