import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

/**
 * The service's private keys: one to sign client assertions, one to decrypt for each algorithm of its entries.
 * The caller stores them, so that hubs' copies of `/jwks` stay valid after a restart.
 */
export interface DemoServiceKeys {
  /** EC P-256, `use: sig`, ES256. */
  readonly signing: JWK;
  /** RSA 2048, `use: enc`, RSA-OAEP-256. */
  readonly rsaEncryption: JWK;
  /** EC P-256, `use: enc`, ECDH-ES. */
  readonly ecEncryption: JWK;
}

/** New private keys as JWKs, each with `kid` (RFC 7638 thumbprint), `use` and `alg`. */
export async function generateDemoServiceKeys(): Promise<DemoServiceKeys> {
  const [signing, rsaEncryption, ecEncryption] = await Promise.all([
    generatePrivateJwk('ES256', 'sig'),
    generatePrivateJwk('RSA-OAEP-256', 'enc'),
    generatePrivateJwk('ECDH-ES', 'enc'),
  ]);
  return { signing, rsaEncryption, ecEncryption };
}

async function generatePrivateJwk(alg: string, use: 'sig' | 'enc'): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), use, alg };
}

/** Content of `/jwks`: members are copied by name, so that a private part is never published (RFC 7517 §9.2). */
export function publicJwks(keys: DemoServiceKeys): { readonly keys: readonly JWK[] } {
  return { keys: [keys.signing, keys.rsaEncryption, keys.ecEncryption].map(publicPart) };
}

function publicPart(jwk: JWK): JWK {
  const members = ['kty', 'crv', 'x', 'y', 'n', 'e', 'kid', 'use', 'alg'] as const;
  return Object.fromEntries(members.flatMap((name) => (jwk[name] === undefined ? [] : [[name, jwk[name]]])));
}
