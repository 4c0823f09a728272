/** Attributes of keys in a token, and conversion of the public keys that it returns. */
import { createPublicKey } from 'node:crypto';
import type { EncryptionAlg, SigningAlg } from '@garance/core';
import type { JWK } from 'jose';
import {
  type Attribute,
  CKA_CLASS,
  CKA_DECRYPT,
  CKA_DERIVE,
  CKA_EC_PARAMS,
  CKA_ENCRYPT,
  CKA_EXTRACTABLE,
  CKA_ID,
  CKA_KEY_TYPE,
  CKA_LABEL,
  CKA_MODULUS_BITS,
  CKA_PRIVATE,
  CKA_PUBLIC_EXPONENT,
  CKA_SENSITIVE,
  CKA_SIGN,
  CKA_TOKEN,
  CKA_UNWRAP,
  CKA_VALUE_LEN,
  CKA_VERIFY,
  CKG_MGF1_SHA1,
  CKG_MGF1_SHA256,
  CKK_EC,
  CKK_GENERIC_SECRET,
  CKK_RSA,
  CKM_EC_KEY_PAIR_GEN,
  CKM_RSA_PKCS_KEY_PAIR_GEN,
  CKM_SHA_1,
  CKM_SHA256,
  CKO_PRIVATE_KEY,
  CKO_SECRET_KEY,
} from './cryptoki.ts';

export type KeyAlg = SigningAlg | EncryptionAlg;

/** Object identifier of P-256, DER (RFC 5480 §2.1.1.1). */
const p256 = Buffer.from('06082a8648ce3d030107', 'hex');
/** `OCTET STRING` of 65 bytes, before the uncompressed point. */
const octetString = Buffer.from('0441', 'hex');
/** SubjectPublicKeyInfo of a point on P-256, before the point. */
const p256Info = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');
const pointBytes = 65;
const rsaBits = 2048;

const uses: Readonly<Record<KeyAlg, { readonly own: number; readonly theirs: number }>> = {
  ES256: { own: CKA_SIGN, theirs: CKA_VERIFY },
  RS256: { own: CKA_SIGN, theirs: CKA_VERIFY },
  'RSA-OAEP': { own: CKA_DECRYPT, theirs: CKA_ENCRYPT },
  'RSA-OAEP-256': { own: CKA_DECRYPT, theirs: CKA_ENCRYPT },
  'ECDH-ES': { own: CKA_DERIVE, theirs: CKA_DERIVE },
};

/** Hash and mask of RSAES-OAEP (RFC 7518 §4.3). */
export const oaepHashes = {
  'RSA-OAEP': { hashAlg: CKM_SHA_1, mgf: CKG_MGF1_SHA1 },
  'RSA-OAEP-256': { hashAlg: CKM_SHA256, mgf: CKG_MGF1_SHA256 },
} as const;

export const isElliptic = (alg: KeyAlg): boolean => alg === 'ES256' || alg === 'ECDH-ES';

/** Each key has one use: a signing key does not decrypt, and none unwraps other keys. */
export function pairTemplates(alg: KeyAlg, named: { readonly id: Buffer; readonly label: string }) {
  const { own, theirs } = uses[alg];
  const type = isElliptic(alg) ? CKK_EC : CKK_RSA;
  const publicKey: readonly Attribute[] = [
    { type: CKA_TOKEN, value: false },
    { type: CKA_KEY_TYPE, value: type },
    { type: theirs, value: true },
    ...(isElliptic(alg)
      ? [{ type: CKA_EC_PARAMS, value: p256 }]
      : [
          { type: CKA_MODULUS_BITS, value: rsaBits },
          { type: CKA_PUBLIC_EXPONENT, value: Buffer.from('010001', 'hex') },
        ]),
  ];
  const privateKey: readonly Attribute[] = [
    { type: CKA_CLASS, value: CKO_PRIVATE_KEY },
    { type: CKA_KEY_TYPE, value: type },
    { type: CKA_TOKEN, value: true },
    { type: CKA_PRIVATE, value: true },
    { type: CKA_SENSITIVE, value: true },
    { type: CKA_EXTRACTABLE, value: false },
    { type: CKA_ID, value: named.id },
    { type: CKA_LABEL, value: named.label },
    ...[CKA_SIGN, CKA_DECRYPT, CKA_DERIVE, CKA_UNWRAP].map((use) => ({ type: use, value: use === own })),
  ];
  const mechanism = isElliptic(alg) ? CKM_EC_KEY_PAIR_GEN : CKM_RSA_PKCS_KEY_PAIR_GEN;
  return { mechanism, publicKey, privateKey };
}

/**
 * The shared secret of an agreement: it exists in this session only, and must be readable (RFC 7518 §4.6 derives the
 * key in software).
 */
export const sharedSecretTemplate: readonly Attribute[] = [
  { type: CKA_CLASS, value: CKO_SECRET_KEY },
  { type: CKA_KEY_TYPE, value: CKK_GENERIC_SECRET },
  { type: CKA_TOKEN, value: false },
  { type: CKA_SENSITIVE, value: false },
  { type: CKA_EXTRACTABLE, value: true },
  { type: CKA_VALUE_LEN, value: 32 },
];

/**
 * @param value CKA_EC_POINT: the point in an octet string, as the standard requires, or bare, as some tokens return it
 */
export function ecJwk(value: Buffer): JWK {
  const isWrapped =
    value.length === octetString.length + pointBytes && value.subarray(0, 2).equals(octetString);
  const point = isWrapped ? value.subarray(2) : value;
  // Importing refuses a point that is not on the curve.
  return createPublicKey({ key: Buffer.concat([p256Info, point]), format: 'der', type: 'spki' }).export({
    format: 'jwk',
  }) as JWK;
}

export function rsaJwk(modulus: Buffer, exponent: Buffer): JWK {
  const encode = (octets: Buffer) => stripped(octets).toString('base64url');
  return { kty: 'RSA', n: encode(modulus), e: encode(exponent) };
}

/** Without leading zero octets, so that a key has one spelling (RFC 7518 §2). */
function stripped(octets: Buffer): Buffer {
  const first = octets.findIndex((octet) => octet !== 0);
  return octets.subarray(first === -1 ? 0 : first);
}
