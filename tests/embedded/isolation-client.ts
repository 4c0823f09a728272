/** One service registered on all four hubs, with the same name and keys and a different secret on each. */
import { randomBytes } from 'node:crypto';
import type { HubId } from '@garance/core';
import type { RunFile } from '@garance/garance';
import { compactDecrypt, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { everyHub, issuerOf, nameOf } from './at-the-federation.ts';

export const redirectUri = 'http://127.0.0.1:9/back';
export const secretClient = 'everywhere';
export const keyClient = 'everywhere-by-key';

export interface Everywhere {
  /** Entries for `--seed-clients`. */
  readonly seeds: readonly object[];
  secretFor(hub: HubId): string;
  /** Makes a client assertion for this hub's issuer. */
  assertionFor(run: RunFile, hub: HubId): Promise<string>;
  /** The signed token, decrypted when it is encrypted. */
  open(token: string): Promise<string>;
}

export async function registerEverywhere(): Promise<Everywhere> {
  const [signing, encryption] = await Promise.all([generateKeyPair('ES256'), generateKeyPair('ECDH-ES')]);
  const publicJwks: { readonly keys: readonly JWK[] } = {
    keys: [
      { ...(await exportJWK(signing.publicKey)), use: 'sig', alg: 'ES256', kid: 'sig' },
      { ...(await exportJWK(encryption.publicKey)), use: 'enc', alg: 'ECDH-ES', kid: 'enc' },
    ],
  };
  const secrets = new Map(everyHub.map((hub) => [nameOf(hub), randomBytes(24).toString('base64url')]));
  const secretFor = (hub: HubId) => secrets.get(nameOf(hub)) ?? '';
  const common = {
    redirectUris: [redirectUri],
    postLogoutRedirectUris: [redirectUri],
    scopes: ['openid', 'email'],
    jwks: publicJwks,
    sector: 'everywhere',
  };
  return {
    seeds: everyHub.flatMap((hub) => {
      const encrypted = hub.platform === 'plus' && {
        id_token_encrypted_response_alg: 'ECDH-ES',
        userinfo_encrypted_response_alg: 'ECDH-ES',
      };
      return [
        { ...hub, ...common, ...encrypted, clientId: secretClient, clientSecret: secretFor(hub) },
        { ...hub, ...common, ...encrypted, clientId: keyClient },
      ];
    }),
    secretFor,
    assertionFor: (run, hub) =>
      new SignJWT()
        .setProtectedHeader({ alg: 'ES256', kid: 'sig' })
        .setIssuer(keyClient)
        .setSubject(keyClient)
        .setAudience(issuerOf(run, hub))
        .setJti(randomBytes(16).toString('base64url'))
        .setIssuedAt()
        .setExpirationTime('1m')
        .sign(signing.privateKey),
    open: async (token) => {
      if (token.split('.').length === 3) return token;
      const { plaintext } = await compactDecrypt(token, encryption.privateKey);
      return new TextDecoder().decode(plaintext);
    },
  };
}
