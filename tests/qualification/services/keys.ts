import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

/** Private keys of a service on plus: one to sign client assertions, two to decrypt, as during a rotation. */
export interface ServiceKeys {
  readonly signing: JWK;
  readonly encryption: readonly [JWK, JWK];
}

/** EC P-256 for signatures, RSA 2048 for RSA-OAEP-256; private JWKs with `kid`, `use`, `alg`. */
export async function generateServiceKeys(): Promise<ServiceKeys> {
  const [signing, first, second] = await Promise.all([
    generatePrivateJwk('ES256', 'sig'),
    generatePrivateJwk('RSA-OAEP-256', 'enc'),
    generatePrivateJwk('RSA-OAEP-256', 'enc'),
  ]);
  return { signing, encryption: [first, second] };
}

async function generatePrivateJwk(alg: string, use: 'sig' | 'enc'): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), use, alg };
}

/** Members named one by one: a private part cannot slip through (RFC 7517 §9.2). */
export function publicPart(jwk: JWK): JWK {
  const members = ['kty', 'crv', 'x', 'y', 'n', 'e', 'kid', 'use', 'alg'] as const;
  return Object.fromEntries(members.flatMap((name) => (jwk[name] === undefined ? [] : [[name, jwk[name]]])));
}
