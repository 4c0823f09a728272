/** How wrong services come to believe tokens that the hub did not protect as it must. Primitives for defects only. */
import {
  constants,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  privateDecrypt,
} from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { compactVerify, importJWK, type JWK } from 'jose';
import type { ImplementationTable, JwsContext } from '../types.ts';
import { replaced } from './defect.ts';

/** Another opinion on the signature of id_tokens of this kind; for all others the honest one. */
export function trusting(
  honest: ImplementationTable,
  when: (context: JwsContext) => boolean,
  verify: (context: JwsContext) => boolean | Promise<boolean>,
): ImplementationTable {
  const names = ['alg', 'crit', 'key', 'signature'] as const;
  return names.reduce(
    (planted, name) =>
      replaced(planted, 'jws', name, (context, honestly) => {
        if (context.what !== 'id_token' || !when(context)) return honestly();
        return name === 'signature' ? verify(context) : true;
      }),
    honest,
  );
}

export function hmacHolds(jws: string, secret: string | Buffer): boolean {
  const [header = '', payload = '', signature = ''] = jws.split('.');
  return createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url') === signature;
}

export async function signatureHolds(jws: string, jwk: JWK): Promise<boolean> {
  await compactVerify(jws, await importJWK(jwk, 'ES256'), { algorithms: ['ES256'] });
  return true;
}

/** The forms in which a library may have been given the hub's public key, each as an HMAC secret. */
export function publicKeyAs(form: 'pem' | 'der' | 'jwk', jwk: JWK): readonly (string | Buffer)[] {
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
  if (form === 'pem') {
    const pem = key.export({ type: 'spki', format: 'pem' }).toString();
    return [pem, pem.trim()];
  }
  if (form === 'der') return [key.export({ type: 'spki', format: 'der' })];
  const { kty, crv, x, y } = jwk;
  return [JSON.stringify(jwk), JSON.stringify({ kty, crv, x, y }), JSON.stringify({ crv, kty, x, y })];
}

export function contentKeyOf(wrapped: string, key: JWK, alg: string): Buffer {
  const padding =
    alg === 'RSA1_5'
      ? { padding: constants.RSA_PKCS1_PADDING }
      : { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
  const privateKey = createPrivateKey({ key: { ...key }, format: 'jwk' });
  return privateDecrypt({ key: privateKey, ...padding }, Buffer.from(wrapped, 'base64url'));
}

/** Opens what the library rightly refuses: RSAES-PKCS1-v1_5, or compressed. */
export function openByHand(jwe: string, key: JWK): string {
  const parts = jwe.split('.');
  const [encodedHeader = '', wrapped = ''] = parts;
  const [header, , iv, ciphertext, tag] = parts.map((part) => Buffer.from(part, 'base64url'));
  const { alg, zip } = JSON.parse(String(header)) as { alg: string; zip?: string };
  const contentKey = contentKeyOf(wrapped, key, alg);
  const decipher = createDecipheriv('aes-256-gcm', contentKey, iv ?? Buffer.alloc(0));
  decipher.setAAD(Buffer.from(encodedHeader, 'ascii'));
  decipher.setAuthTag(tag ?? Buffer.alloc(0));
  const plaintext = Buffer.concat([decipher.update(ciphertext ?? Buffer.alloc(0)), decipher.final()]);
  return (zip === undefined ? plaintext : inflateRawSync(plaintext)).toString('utf8');
}
