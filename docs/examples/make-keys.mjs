import { writeFileSync } from 'node:fs';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';

/** One key pair, its private part as a JWK. Its name (`kid`) is a hash of the public part. */
async function makeKey(alg, use) {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg, use, kid: await calculateJwkThumbprint(jwk) };
}

// One key signs: it proves who we are. The other receives: only we can read our tokens.
const keys = { signing: await makeKey('ES256', 'sig'), decryption: await makeKey('ECDH-ES', 'enc') };
writeFileSync(process.env.KEYS ?? 'keys.json', JSON.stringify(keys, null, 2), { mode: 0o600 });
