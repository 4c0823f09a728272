import { createCipheriv, createECDH, createHash, KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decryptJwe } from './decrypt-jwe.ts';
import { makeEncryptionPair } from './testing/token-forge.ts';

const hub = await makeEncryptionPair('ECDH-ES');

/** Encrypts a text to the hub by hand, with the ephemeral point divided into coordinates after `bytes` of its 64. */
function close(text: string, bytes: number) {
  const own = createECDH('prime256v1');
  const point = own.generateKeys().subarray(1);
  const { x = '', y = '' } = KeyObject.from(hub.publicKey).export({ format: 'jwk' });
  const theirs = Buffer.concat([
    Buffer.of(4),
    Buffer.from(`${x}`, 'base64url'),
    Buffer.from(`${y}`, 'base64url'),
  ]);
  const algorithm = 'A256GCM';
  // RFC 7518 §4.6.2: round 1, shared secret, algorithm, two empty parties, 256 bits.
  const info = `00000007${Buffer.from(algorithm).toString('hex')}0000000000000000${'00000100'}`;
  const key = createHash('sha256')
    .update(Buffer.from('00000001', 'hex'))
    .update(own.computeSecret(theirs))
    .update(Buffer.from(info, 'hex'))
    .digest();
  const [head, tail] = [point.subarray(0, bytes), point.subarray(bytes)];
  const epk = { kty: 'EC', crv: 'P-256', x: head.toString('base64url'), y: tail.toString('base64url') };
  const header = { alg: 'ECDH-ES', enc: algorithm, epk };
  const first = Buffer.from(JSON.stringify(header)).toString('base64url');
  const iv = Buffer.alloc(12, 7);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(first));
  const body = Buffer.concat([cipher.update(text), cipher.final()]);
  const parts = [first, '', ...[iv, body, cipher.getAuthTag()].map((octets) => octets.toString('base64url'))];
  return { parts, header, decryptor: hub.decryptor } as const;
}

describe('direct agreement on P-256', () => {
  it('decrypts what was encrypted by hand', async () => {
    expect(await decryptJwe(close('a token', 32))).toBe('a token');
  });

  // RFC 7518 §6.2.1.2: one spelling for each point.
  it.each([0, 31, 33, 64])('refuses the same point divided after %d bytes', async (bytes) => {
    await expect(decryptJwe(close('a token', bytes))).rejects.toThrow('coordinates of unexpected lengths');
  });
});
