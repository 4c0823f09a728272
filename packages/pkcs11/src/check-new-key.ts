import {
  constants,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type JsonWebKey,
  publicEncrypt,
  randomBytes,
  verify,
} from 'node:crypto';
import { GaranceError } from '@garance/core';
import type { Decryptor, JwtSigner } from '@garance/oidc';
import type { JWK } from 'jose';
import type { KeyAlg } from './key-templates.ts';

interface NewKey {
  signer(named: Pick<JwtSigner, 'alg' | 'kid'>): JwtSigner;
  decryptor(alg: Decryptor['alg']): Decryptor;
}

/**
 * Uses a new key once, with software as the counterpart: a token that generates a key may still lack its algorithm
 * (RSA-OAEP-256), which must be found before a login needs it.
 * @throws GaranceError `keys.token_refuses`; the errors of the token
 */
export async function checkNewKey(
  key: NewKey,
  { alg, publicJwk }: { readonly alg: KeyAlg; readonly publicJwk: JWK },
): Promise<void> {
  const publicKey = createPublicKey({ key: publicJwk as JsonWebKey, format: 'jwk' });
  if (!(await works())) throw new GaranceError('keys.token_refuses', { detail: `${alg}: wrong result` });

  async function works(): Promise<boolean> {
    if (alg === 'ES256' || alg === 'RS256') {
      const [head, payload, signature = ''] = (await key.signer({ alg, kid: 'check' }).signJwt({})).split(
        '.',
      );
      const input = Buffer.from(`${head}.${payload}`);
      const verifier = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
      return verify('sha256', input, verifier, Buffer.from(signature, 'base64url'));
    }
    const decryptor = key.decryptor(alg);
    if (decryptor.alg === 'ECDH-ES') {
      const sender = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const octets = sender.publicKey.export({ format: 'der', type: 'spki' }).subarray(-65);
      const agreed = await decryptor.agree({ key: sender.publicKey, octets });
      return diffieHellman({ privateKey: sender.privateKey, publicKey }).equals(agreed);
    }
    const contentKey = randomBytes(32);
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    const oaepHash = alg === 'RSA-OAEP' ? 'sha1' : 'sha256';
    const wrapped = publicEncrypt({ key: publicKey, padding, oaepHash }, contentKey);
    return contentKey.equals(await decryptor.unwrap(wrapped));
  }
}
