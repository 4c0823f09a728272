/**
 * Decrypts compact JWE with A256GCM, by the configured algorithm. Uses `node:crypto` instead of `jose` because it runs
 * in every login (docs/decisions/0005-upstream-client.md); the tests decrypt here what `jose` has encrypted.
 */
import { createDecipheriv, createHash, createPublicKey, createSecretKey } from 'node:crypto';
import type { AgreementDecryptor, Decryptor, SenderPoint } from '@garance/oidc';
import { decodePart, type Header } from './compact.ts';

const contentAlgorithm = 'A256GCM';
const contentKeyBytes = 32;
/** RFC 7518 §5.3: 96 bits and 128 bits. A shorter tag would be easier to forge. */
const ivBytes = 12;
const tagBytes = 16;

/**
 * Decrypts the five parts of a compact JWE.
 *
 * @param input.header decoded from the first part; the caller has checked that its `alg` and `enc` are the configured
 * ones
 * @param input.decryptor of that `alg`
 * @throws Error for a wrong key, point off the curve, lengths or tag; the caller must not disclose which
 */
export async function decryptJwe(input: {
  readonly parts: readonly string[];
  readonly header: Header;
  readonly decryptor: Decryptor;
}): Promise<string> {
  const { header, decryptor } = input;
  const [head = '', encryptedKey = '', iv = '', text = '', tag = ''] = input.parts;
  const contentKey =
    decryptor.alg === 'ECDH-ES'
      ? await agreeOnKey(header, encryptedKey, decryptor)
      : await decryptor.unwrap(decodePart(encryptedKey));
  const [ivOctets, tagOctets] = [decodePart(iv), decodePart(tag)];
  if (ivOctets.length !== ivBytes || tagOctets.length !== tagBytes || contentKey.length !== contentKeyBytes) {
    throw new Error('JWE of unexpected lengths');
  }
  const key = createSecretKey(contentKey);
  const decipher = createDecipheriv('aes-256-gcm', key, ivOctets, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(head, 'ascii'));
  decipher.setAuthTag(tagOctets);
  return Buffer.concat([decipher.update(decodePart(text)), decipher.final()]).toString();
}

/** RFC 7518 §4.6, direct agreement: importing the sender's point proves that it lies on the curve (invalid-curve attack). */
async function agreeOnKey(
  header: Header,
  encryptedKey: string,
  decryptor: AgreementDecryptor,
): Promise<Buffer> {
  const { epk, apu, apv } = header;
  if (encryptedKey !== '' || typeof epk !== 'object' || epk === null) throw new Error('no direct agreement');
  const { kty, crv, x, y } = epk as Header;
  if (kty !== 'EC' || crv !== 'P-256') throw new Error('key of another curve');
  const secret = await decryptor.agree(importPoint(`${x}`, `${y}`));
  return createHash('sha256')
    .update(uint32(1))
    .update(secret)
    .update(lengthPrefixed(Buffer.from(contentAlgorithm)))
    .update(lengthPrefixed(partyInfo(apu)))
    .update(lengthPrefixed(partyInfo(apv)))
    .update(uint32(contentKeyBytes * 8))
    .digest();
}

/** SubjectPublicKeyInfo of an uncompressed point on P-256, up to the coordinates (RFC 5480 §2). */
const pointPrefix = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d03010703420004', 'hex');
const coordinateBytes = 32;
/** Length with its first octet, 04. */
const pointBytes = 1 + 2 * coordinateBytes;

/** Imported as PEM instead of JWK: Node tries other forms first and throws and catches errors internally. */
function importPoint(x: string, y: string): SenderPoint {
  const [abscissa, ordinate] = [decodePart(x), decodePart(y)];
  if (abscissa.length !== coordinateBytes || ordinate.length !== coordinateBytes) {
    throw new Error('coordinates of unexpected lengths');
  }
  const info = Buffer.concat([pointPrefix, abscissa, ordinate]);
  const key = createPublicKey(
    `-----BEGIN PUBLIC KEY-----\n${info.toString('base64')}\n-----END PUBLIC KEY-----\n`,
  );
  return { key, octets: info.subarray(info.length - pointBytes) };
}

function partyInfo(value: unknown): Buffer {
  return decodePart(typeof value === 'string' ? value : '');
}

function lengthPrefixed(octets: Buffer): Buffer {
  return Buffer.concat([uint32(octets.length), octets]);
}

function uint32(value: number): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(value);
  return octets;
}
