import { compactDecrypt, compactVerify, importJWK } from 'jose';
import { expect, test } from 'vitest';
import { generateBenchKeys } from './bench-keys.ts';
import { decryptCompact, encryptCompact, importDecryptionKey, importRecipient } from './jwe.ts';
import { importSigningKey, importVerificationKey, signCompact, verifyCompact } from './jws.ts';

const keys = generateBenchKeys({ upstream: 'ECDH-ES', service: 'RSA-OAEP-256' });

test('what the bench signs verifies elsewhere and here, whatever the length of r and s', async () => {
  const signing = importSigningKey(keys.hubSigning.privateJwk);
  const verification = importVerificationKey(keys.hubSigning.publicJwk);
  const independent = await importJWK({ ...keys.hubSigning.publicJwk }, 'ES256');
  for (let count = 0; count < 600; count += 1) {
    const jwt = signCompact({ count }, signing);
    expect(verifyCompact(jwt, verification)).toEqual({ count });
    if (count < 50) await expect(compactVerify(jwt, independent)).resolves.toBeDefined();
  }
});

test('a signature over other bytes, or by another key, is refused', () => {
  const jwt = signCompact({ a: 1 }, importSigningKey(keys.hubSigning.privateJwk));
  const other = importVerificationKey(keys.upstreamSigning.publicJwk);
  expect(() => verifyCompact(jwt, other)).toThrow();
  const [header, , signature] = jwt.split('.');
  const forged = `${header}.${Buffer.from('{"a":2}').toString('base64url')}.${signature}`;
  expect(() => verifyCompact(forged, importVerificationKey(keys.hubSigning.publicJwk))).toThrow();
});

test.each([
  ['ECDH-ES', keys.hubDecryption],
  ['RSA-OAEP-256', keys.service],
] as const)('what the bench encrypts with %s opens elsewhere and here', async (alg, pair) => {
  const jwe = encryptCompact('a signed token', importRecipient(pair.publicJwk, alg));
  expect(decryptCompact(jwe, importDecryptionKey(pair.privateJwk, alg))).toBe('a signed token');
  const { plaintext } = await compactDecrypt(jwe, await importJWK({ ...pair.privateJwk }, alg));
  expect(Buffer.from(plaintext).toString()).toBe('a signed token');
});
