import { createPublicKey, verify } from 'node:crypto';
import { decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { generateSigningKey } from '../keys/generate.ts';
import { makeEcPair, makeRsaPair } from '../testing/key-pairs.ts';
import { createSoftwareSigner } from './signer.ts';

const claims = { iss: 'https://hub.example', sub: 'é'.repeat(10), given_name: 'Angela Claire' };

describe.each(['ES256', 'RS256'] as const)('a software signer with %s', async (alg) => {
  const { privateJwk, publicJwk, kid } = await generateSigningKey(alg);
  const signer = await createSoftwareSigner({ jwk: privateJwk, alg, kid });

  it('makes tokens that jose verifies, algorithm and key named in the header', async () => {
    const jwt = await signer.signJwt(claims);
    expect(decodeProtectedHeader(jwt)).toEqual({ alg, kid });
    const { payload } = await jwtVerify(jwt, await importJWK(publicJwk, alg), { algorithms: [alg] });
    expect(payload).toEqual(claims);
  });

  it('makes tokens that node:crypto alone verifies', async () => {
    const [header, payload, signature] = (await signer.signJwt(claims)).split('.');
    const key = createPublicKey({ key: { ...publicJwk }, format: 'jwk' });
    const input = Buffer.from(`${header}.${payload}`);
    const bytes = Buffer.from(`${signature}`, 'base64url');
    expect(verify('sha256', input, { key, dsaEncoding: 'ieee-p1363' }, bytes)).toBe(true);
  });

  it('names its key and algorithm', () => {
    expect(signer).toMatchObject({ alg, kid });
  });

  it('refuses a key of the other kind', async () => {
    const other = alg === 'ES256' ? 'RS256' : 'ES256';
    await expect(createSoftwareSigner({ jwk: privateJwk, alg: other, kid })).rejects.toThrow(
      `signing key ${kid} does not fit ${other}`,
    );
  });

  it('refuses a public key', async () => {
    await expect(createSoftwareSigner({ jwk: publicJwk, alg, kid })).rejects.toThrow(TypeError);
  });
});

describe('a software signer', () => {
  it.each([
    ['another curve', 'ES256', makeEcPair('P-384')],
    ['fewer than 2048 bits', 'RS256', makeRsaPair(1024)],
  ] as const)('refuses a key of %s', async (_, alg, { privateKey }) => {
    const jwk = privateKey.export({ format: 'jwk' });
    await expect(createSoftwareSigner({ jwk, alg, kid: 'k' })).rejects.toThrow('does not fit');
  });
});
