import {
  constants,
  createDecipheriv,
  createECDH,
  createHash,
  createPrivateKey,
  createPublicKey,
  type JsonWebKey,
  type KeyObject,
  privateDecrypt,
  verify,
} from 'node:crypto';
import type { JWK } from 'jose';

interface BareInput {
  readonly alg: string;
  readonly privateJwk: JWK;
  readonly publicJwk: JWK;
  readonly idToken: string;
  readonly signed: string;
}

/** For measurements: the unavoidable work, one decryption and two signature checks without any parsing. */
export function bareCryptography({ alg, privateJwk, publicJwk, idToken, signed }: BareInput) {
  const privateKey = createPrivateKey({ key: privateJwk as JsonWebKey, format: 'jwk' });
  const publicKey = createPublicKey({ key: publicJwk as JsonWebKey, format: 'jwk' });
  const [head = '', encryptedKey = '', iv = '', text = '', tag = ''] = idToken.split('.');
  const contentKey = alg === 'ECDH-ES' ? agree(head, privateJwk) : unwrap(encryptedKey, privateKey);
  const bytes = (part: string) => Buffer.from(part, 'base64url');
  const open = () => {
    const decipher = createDecipheriv('aes-256-gcm', contentKey(), bytes(iv));
    decipher.setAAD(Buffer.from(head));
    decipher.setAuthTag(bytes(tag));
    return Buffer.concat([decipher.update(bytes(text)), decipher.final()]).toString();
  };
  const check = (jws: string) => {
    const end = jws.lastIndexOf('.');
    const key = { key: publicKey, dsaEncoding: 'ieee-p1363' as const };
    if (!verify('sha256', Buffer.from(jws.slice(0, end)), key, bytes(jws.slice(end + 1))))
      throw new Error('signature');
  };
  return async () => {
    check(open());
    check(signed);
  };
}

function unwrap(encryptedKey: string, key: KeyObject): () => Buffer {
  const bytes = Buffer.from(encryptedKey, 'base64url');
  return () => privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, bytes);
}

/** ECDH and one round of the Concat KDF (RFC 7518 §4.6.2). */
function agree(head: string, privateJwk: JWK): () => Buffer {
  const { epk } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { epk: JWK };
  const bytes = (part: string | undefined) => Buffer.from(part ?? '', 'base64url');
  const point = Buffer.concat([Buffer.of(4), bytes(epk.x), bytes(epk.y)]);
  const own = createECDH('prime256v1');
  own.setPrivateKey(bytes(privateJwk.d));
  const number = (value: number) => {
    const buffer = Buffer.alloc(4);
    buffer.writeUInt32BE(value);
    return buffer;
  };
  const info = [number(7), Buffer.from('A256GCM'), number(0), number(0), number(256)];
  return () => {
    const hash = createHash('sha256').update(number(1)).update(own.computeSecret(point));
    for (const part of info) hash.update(part);
    return hash.digest();
  };
}
