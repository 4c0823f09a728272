/** A certificate of the attacker's key by that key itself (RFC 5280 §4.1), in DER: what `x5c` and `x5u` lead to. */
import { createPrivateKey, createPublicKey, type JsonWebKey, sign } from 'node:crypto';
import type { SigningAlg } from '@garance/core';
import type { GeneratedKey } from '@garance/oidc';

const oids = {
  /** ecdsa-with-SHA256, sha256WithRSAEncryption. */
  ES256: Buffer.from('06082a8648ce3d040302', 'hex'),
  RS256: Buffer.from('06092a864886f70d01010b0500', 'hex'),
  commonName: Buffer.from('0603550403', 'hex'),
};

export function selfSignedCertificate({ alg, privateJwk }: GeneratedKey<SigningAlg>): Buffer {
  const key = createPrivateKey({ key: privateJwk as JsonWebKey, format: 'jwk' });
  const algorithm = der(0x30, oids[alg]);
  const name = der(0x30, der(0x31, der(0x30, oids.commonName, der(0x0c, Buffer.from('rehearsal.invalid')))));
  const toSign = der(
    0x30,
    // Version 1 needs no extensions; serial number 1.
    der(0x02, Buffer.of(1)),
    algorithm,
    name,
    der(0x30, utcTime('250101000000Z'), utcTime('491231235959Z')),
    name,
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', toSign, key);
  return der(0x30, toSign, algorithm, der(0x03, Buffer.of(0), signature));
}

/** The same as PEM. */
export function selfSignedPem(key: GeneratedKey<SigningAlg>): string {
  const lines =
    selfSignedCertificate(key)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function utcTime(text: string): Buffer {
  return der(0x17, Buffer.from(text));
}

/** Tag, length, contents (X.690 §8.1). */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const size = content.length;
  const length =
    size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, Math.floor(size / 0x100), size % 0x100];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
