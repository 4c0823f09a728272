/** The sites on third-party clients, one row each: their registration in the federation, and how they start. */
import { randomBytes } from 'node:crypto';
import type { Platform } from '@garance/core';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { startAuthCoreService } from './auth-core-service.ts';
import { hasModAuthOpenidc, startModAuthOpenidc } from './mod-auth-openidc-service.ts';
import { startOpenidClientService } from './openid-client-service.ts';
import type { ThirdPartyService } from './site.ts';

export interface ThirdParty {
  readonly id: string;
  readonly platform: Platform;
  readonly clientId: string;
  /** Entry for `--seed-clients FILE`. */
  readonly seed: object;
  /** Why it cannot run on this machine; absent when it can. */
  readonly missing?: string;
  start(issuer: string): Promise<ThirdPartyService>;
}

interface Keys {
  readonly private: { readonly signing: JWK; readonly encryption: JWK };
  readonly public: readonly JWK[];
}

/** @param basePort this port and the four after it are used */
export async function thirdParties(basePort: number): Promise<readonly ThirdParty[]> {
  const keys = await makeKeys();
  const secret = () => randomBytes(24).toString('base64url');
  const [openidClient, authCore, modAuth, modAuthPlus] = [secret(), secret(), secret(), secret()];
  const apacheMissing = hasModAuthOpenidc()
    ? {}
    : { missing: 'apache2 with libapache2-mod-auth-openidc is not installed here (apt-get install)' };
  return [
    {
      id: 'openid-client',
      ...standard('openid-client', basePort, openidClient),
      start: (issuer) =>
        startOpenidClientService({
          port: basePort,
          platform: 'standard',
          issuer,
          clientId: 'third-party-openid-client',
          clientSecret: openidClient,
        }),
    },
    {
      id: 'openid-client-plus',
      ...plus('openid-client-plus', basePort + 1, {
        jwks: { keys: keys.public },
        token_endpoint_auth_method: 'private_key_jwt',
        ...encryptedWith('RSA-OAEP-256'),
      }),
      start: (issuer) =>
        startOpenidClientService({
          port: basePort + 1,
          platform: 'plus',
          issuer,
          clientId: 'third-party-openid-client-plus',
          keys: keys.private,
        }),
    },
    {
      id: 'auth-core',
      ...standard('auth-core', basePort + 2, authCore),
      start: (issuer) =>
        startAuthCoreService({
          port: basePort + 2,
          issuer,
          clientId: 'third-party-auth-core',
          clientSecret: authCore,
        }),
    },
    {
      id: 'mod-auth-openidc',
      ...apacheMissing,
      ...standard('mod-auth-openidc', basePort + 3, modAuth),
      start: (issuer) =>
        startModAuthOpenidc({
          port: basePort + 3,
          platform: 'standard',
          issuer,
          clientId: 'third-party-mod-auth-openidc',
          clientSecret: modAuth,
        }),
    },
    {
      id: 'mod-auth-openidc-plus',
      ...apacheMissing,
      ...plus('mod-auth-openidc-plus', basePort + 4, {
        jwks: { keys: keys.public },
        clientSecret: modAuthPlus,
        ...encryptedWith('RSA-OAEP'),
      }),
      start: (issuer) =>
        startModAuthOpenidc({
          port: basePort + 4,
          platform: 'plus',
          issuer,
          clientId: 'third-party-mod-auth-openidc-plus',
          clientSecret: modAuthPlus,
          decryption: keys.private.encryption,
        }),
    },
  ];
}

const redirectPaths: Readonly<Record<string, string>> = { 'auth-core': '/auth/callback/garance' };

function common(id: string, port: number) {
  const origin = `http://127.0.0.1:${port}`;
  return {
    clientId: `third-party-${id}`,
    name: id,
    redirectUris: [`${origin}${redirectPaths[id] ?? '/callback'}`],
    postLogoutRedirectUris: [`${origin}/`, `${origin}/public.html`],
    scopes: ['openid', 'given_name', 'family_name', 'email'],
    type: 'public',
  };
}

function standard(id: string, port: number, clientSecret: string) {
  const seed = { platform: 'standard', ...common(id, port), clientSecret };
  return { platform: 'standard' as const, clientId: seed.clientId, seed };
}

function plus(id: string, port: number, own: object) {
  const seed = { platform: 'plus', ...common(id, port), ...own };
  return { platform: 'plus' as const, clientId: seed.clientId, seed };
}

function encryptedWith(alg: 'RSA-OAEP' | 'RSA-OAEP-256') {
  return { id_token_encrypted_response_alg: alg, userinfo_encrypted_response_alg: alg };
}

async function makeKeys(): Promise<Keys> {
  const [signing, encryption] = await Promise.all([makeKey('ES256', 'sig'), makeKey('RSA-OAEP-256', 'enc')]);
  return {
    private: { signing: signing.private, encryption: encryption.private },
    public: [signing.public, encryption.public],
  };
}

async function makeKey(alg: string, use: 'sig' | 'enc') {
  const pair = await generateKeyPair(alg, { extractable: true });
  const exported = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(exported);
  return {
    public: { ...exported, use, kid },
    private: { ...(await exportJWK(pair.privateKey)), kid },
  };
}
