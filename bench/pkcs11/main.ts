/** Operations per second of a hub's keys, in software and in a PKCS#11 token. */
import { createPublicKey, generateKeyPairSync, type JsonWebKey, publicEncrypt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  createSoftwareDecryptor,
  createSoftwareSigner,
  type Decryptor,
  generateEncryptionKey,
  generateSigningKey,
  type JwtSigner,
  type KeyToken,
} from '@garance/oidc';
import { createPkcs11Token } from '@garance/pkcs11';
import { createTestToken, withoutToken } from '@garance/pkcs11/testing';
import type { JWK } from 'jose';
import { ownUsage } from '../processes/usage.ts';

export const pkcs11Usage = `npm run bench -- pkcs11 [options]
  --module PATH --token LABEL --pin-file FILE
                     the token to measure; default: a new one of SoftHSM (.ci/services start)
  --sessions N       of the token (4)
  --seconds N        of each figure (2)`;

const algs = ['ES256', 'RS256', 'ECDH-ES', 'RSA-OAEP', 'RSA-OAEP-256'] as const;
type Alg = (typeof algs)[number];
type Use = () => unknown;

/** Claims as a hub signs them for a service. */
const claims = {
  iss: 'https://connect.example/api/v2',
  aud: 'a'.repeat(64),
  sub: 'b'.repeat(66),
  exp: 1,
  iat: 1,
};

export async function benchPkcs11(args: readonly string[], say: (line: string) => void): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      module: { type: 'string' },
      token: { type: 'string' },
      'pin-file': { type: 'string' },
      sessions: { type: 'string', default: '4' },
      seconds: { type: 'string', default: '2' },
    },
  });
  const token = createPkcs11Token(settingsOf({ ...values, pinFile: values['pin-file'] }));
  const durationMs = Number(values.seconds) * 1000;
  say(
    '| algorithm | software /s | software CPU ms | token /s, 1 at a time | token /s, 16 at a time | token CPU ms |',
  );
  say('|---|---|---|---|---|---|');
  for (const alg of algs) {
    const software = await measure(await inSoftware(alg), { durationMs, concurrency: 16 });
    const held = await inToken(token, alg).catch((error: unknown) => error as Error);
    const first = `| ${alg} | ${software.perSecond} | ${software.cpuMs} |`;
    if (held instanceof Error) {
      say(`${first} ${held.message} | | |`);
      continue;
    }
    const sequential = await measure(held.use, { durationMs, concurrency: 1 });
    const many = await measure(held.use, { durationMs, concurrency: 16 });
    say(`${first} ${sequential.perSecond} | ${many.perSecond} | ${many.cpuMs} |`);
    await held.destroy();
  }
  await token.close();
}

interface Given {
  readonly module?: string | undefined;
  readonly token?: string | undefined;
  readonly pinFile?: string | undefined;
  readonly sessions: string;
}

function settingsOf({ module, token, pinFile, sessions }: Given): Parameters<typeof createPkcs11Token>[0] {
  const changes = { sessions: Number(sessions), callTimeoutMs: 30_000 };
  if (module !== undefined && token !== undefined && pinFile !== undefined) {
    return { modulePath: module, tokenLabel: token, pin: readFileSync(pinFile, 'utf8').trim(), ...changes };
  }
  if (withoutToken !== undefined) throw new Error(`${withoutToken}\n\n${pkcs11Usage}`);
  return createTestToken(changes);
}

async function inSoftware(alg: Alg): Promise<Use> {
  if (alg === 'ES256' || alg === 'RS256') {
    const { privateJwk, kid } = await generateSigningKey(alg);
    return signing(await createSoftwareSigner({ jwk: privateJwk, alg, kid }));
  }
  const { privateJwk, publicJwk } = await generateEncryptionKey(alg);
  return decrypting(createSoftwareDecryptor(privateJwk, alg), publicJwk);
}

async function inToken(token: KeyToken, alg: Alg) {
  const { reference, publicJwk } = await token.generate(alg, 'garance bench');
  const use =
    alg === 'ES256' || alg === 'RS256'
      ? signing(token.signer(reference, { alg, kid: 'bench' }))
      : decrypting(token.decryptor(reference, alg), publicJwk);
  return { use, destroy: () => token.destroy(reference) };
}

const signing =
  (signer: JwtSigner): Use =>
  () =>
    signer.signJwt(claims);

function decrypting(decryptor: Decryptor, publicJwk: JWK): Use {
  if (decryptor.alg === 'ECDH-ES') {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const octets = publicKey.export({ format: 'der', type: 'spki' }).subarray(-65);
    return () => decryptor.agree({ key: publicKey, octets });
  }
  const oaepHash = decryptor.alg === 'RSA-OAEP' ? 'sha1' : 'sha256';
  const key = createPublicKey({ key: publicJwk as JsonWebKey, format: 'jwk' });
  const wrapped = publicEncrypt({ key, oaepHash }, Buffer.alloc(32, 1));
  return () => decryptor.unwrap(wrapped);
}

interface Figures {
  readonly perSecond: number;
  readonly cpuMs: string;
}

async function measure(
  use: Use,
  { durationMs, concurrency }: { readonly durationMs: number; readonly concurrency: number },
): Promise<Figures> {
  await repeat(use, { durationMs: durationMs / 4, concurrency });
  const [beganMs, before] = [performance.now(), ownUsage().cpuMs];
  const count = await repeat(use, { durationMs, concurrency });
  const seconds = (performance.now() - beganMs) / 1000;
  return { perSecond: Math.round(count / seconds), cpuMs: ((ownUsage().cpuMs - before) / count).toFixed(3) };
}

async function repeat(
  use: Use,
  { durationMs, concurrency }: { readonly durationMs: number; readonly concurrency: number },
): Promise<number> {
  const until = performance.now() + durationMs;
  let count = 0;
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (performance.now() < until) {
        await use();
        count += 1;
      }
    }),
  );
  return count;
}
