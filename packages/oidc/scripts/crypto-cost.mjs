/**
 * Processor time of one signature or nested encryption, thread pool included: Garance's own functions compared with
 * `jose`. Run after a build: `node packages/oidc/scripts/crypto-cost.mjs`. The figures are used in docs/decisions/0004.
 */
import {
  createSoftwareSigner,
  encryptJwt,
  generateEncryptionKey,
  generateSigningKey,
  idTokenClaims,
  importEncryptionKey,
  selectEncryptionKey,
} from '@garance/oidc';
import { CompactEncrypt, importJWK, SignJWT } from 'jose';

const claims = idTokenClaims({
  issuer: 'https://hub.example/api/v2',
  sub: `${'a'.repeat(64)}v1`,
  clientId: 'service',
  nowSeconds: 1_800_000_000,
  ttlSeconds: 60,
  authTime: 1_800_000_000,
  nonce: 'n'.repeat(43),
  acr: 'eidas2',
  accessToken: 't'.repeat(43),
});

async function measure(name, work, concurrency, runs = 4000) {
  for (let i = 0; i < 200; i += 1) await work();
  const started = process.cpuUsage();
  for (let i = 0; i < runs; i += concurrency) await Promise.all(Array.from({ length: concurrency }, work));
  const { user, system } = process.cpuUsage(started);
  console.log(
    `${name.padEnd(24)} ${String(concurrency).padStart(2)} at once  ${((user + system) / runs).toFixed(0).padStart(5)} us`,
  );
}

async function compare(name, own, peer) {
  for (const concurrency of [1, 20]) {
    await measure(`${name} garance`, own, concurrency);
    await measure(`${name} jose`, peer, concurrency);
  }
}

for (const alg of ['ES256', 'RS256']) {
  const { privateJwk, kid } = await generateSigningKey(alg);
  const signer = await createSoftwareSigner({ jwk: privateJwk, alg, kid });
  const key = await importJWK(privateJwk, alg);
  await compare(
    alg,
    () => signer.signJwt(claims),
    () => new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(key),
  );
}

const text = 'x'.repeat(700);
const bytes = new TextEncoder().encode(text);
for (const alg of ['RSA-OAEP-256', 'ECDH-ES']) {
  const { publicJwk, kid } = await generateEncryptionKey(alg);
  const recipient = await importEncryptionKey(selectEncryptionKey({ keys: [publicJwk] }, alg), alg);
  const key = await importJWK(publicJwk, alg);
  const header = { alg, enc: 'A256GCM', cty: 'JWT', kid };
  await compare(
    alg,
    () => encryptJwt(text, recipient),
    () => new CompactEncrypt(bytes).setProtectedHeader(header).encrypt(key),
  );
}
