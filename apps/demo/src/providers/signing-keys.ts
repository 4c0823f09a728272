import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { demoProviderIds } from '../persons/person.ts';
import type { DemoProviderKeys, DemoSigningKeys } from './demo-provider.ts';

async function generateSigningKey(alg: 'RS256' | 'ES256'): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg, use: 'sig', kid: await calculateJwkThumbprint(jwk) };
}

/** New private signing keys of one issuer: RSA 2048 and P-256. */
export async function generateSigningKeys(): Promise<DemoSigningKeys> {
  return { keys: await Promise.all([generateSigningKey('RS256'), generateSigningKey('ES256')]) };
}

/** New private signing keys (RSA 2048 and P-256) for each provider, as JSON that the caller keeps. */
export async function generateDemoProviderKeys(): Promise<DemoProviderKeys> {
  const generated = await Promise.all(
    demoProviderIds.map(async (id) => [id, await generateSigningKeys()] as const),
  );
  return Object.fromEntries(generated) as Record<(typeof demoProviderIds)[number], DemoSigningKeys>;
}
