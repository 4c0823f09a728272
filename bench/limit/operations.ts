import {
  createHash,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { CompactEncrypt, CompactSign, compactDecrypt, compactVerify, importJWK } from 'jose';
import type { BenchKeys } from '../shared/bench-keys.ts';
import { requestedLevel } from '../shared/contract.ts';
import {
  decryptCompact,
  encryptCompact,
  importDecryptionKey,
  importRecipient,
  type KeyAlg,
} from '../shared/jwe.ts';
import { importSigningKey, importVerificationKey, signCompact, verifyCompact } from '../shared/jws.ts';
import { personAt } from '../shared/persons.ts';

/*
 * The cryptography that a login over two legs needs at least: no HTTP, no store, no pages.
 */

export interface LimitConfig {
  readonly keys: BenchKeys;
  readonly algs: { readonly upstream: KeyAlg; readonly service: KeyAlg };
}

const random = (): string => randomBytes(32).toString('base64url');
const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
const issuer = 'http://127.0.0.1:3002/api/v2';

function upstreamMessages({ keys, algs }: LimitConfig) {
  const signing = importSigningKey(keys.upstreamSigning.privateJwk, 'JWT');
  const iat = Math.floor(Date.now() / 1000);
  const base = { iss: issuer, aud: 'hub', iat, sub: 'upstream-1' };
  const claims = { ...base, exp: iat + 60, auth_time: iat, nonce: random(), acr: requestedLevel };
  const hub = importRecipient(keys.hubDecryption.publicJwk, algs.upstream);
  return {
    idToken: encryptCompact(signCompact(claims, signing), hub),
    userinfo: signCompact({ ...base, ...personAt(1) }, signing),
  };
}

interface Subject {
  readonly key: KeyObject;
  readonly clientSecretHash: Buffer;
}

/** Random values, hashes and the subject identifier: the same in both variants. */
function smallOperations({ key, clientSecretHash }: Subject): { sub: string; atHash: string } {
  for (let value = 0; value < 7; value += 1) random();
  const upstreamVerifier = random();
  sha256(upstreamVerifier);
  sha256('the verifier that the service redeems its code with');
  timingSafeEqual(sha256('secret of the service'), clientSecretHash);
  const sub = `${createHmac('sha256', key)
    .update(JSON.stringify(personAt(1)))
    .digest('hex')}v1`;
  return { sub, atHash: sha256(random()).subarray(0, 16).toString('base64url') };
}

function ownMessages({ sub, atHash }: { sub: string; atHash: string }) {
  const iat = Math.floor(Date.now() / 1000);
  const base = { iss: issuer, aud: 'service-1', iat, exp: iat + 60, sub };
  return {
    idToken: { ...base, auth_time: iat, nonce: 'n'.repeat(32), acr: requestedLevel, at_hash: atHash },
    userinfo: { ...base, ...personAt(1) },
  };
}

const newSubject = (): Subject => ({
  key: createSecretKey(randomBytes(32)),
  clientSecretHash: sha256('secret of the service'),
});

/** One login on node:crypto, synchronously: the minimum for this runtime. */
export function createBareLogin(config: LimitConfig): () => void {
  const { keys, algs } = config;
  const upstream = upstreamMessages(config);
  const decryption = importDecryptionKey(keys.hubDecryption.privateJwk, algs.upstream);
  const upstreamKey: KeyObject = importVerificationKey(keys.upstreamSigning.publicJwk);
  const signing = importSigningKey(keys.hubSigning.privateJwk);
  const service = importRecipient(keys.service.publicJwk, algs.service);
  const subject = newSubject();
  return () => {
    verifyCompact(decryptCompact(upstream.idToken, decryption), upstreamKey);
    verifyCompact(upstream.userinfo, upstreamKey);
    const own = ownMessages(smallOperations(subject));
    encryptCompact(signCompact(own.idToken, signing), service);
    encryptCompact(signCompact(own.userinfo, signing), service);
  };
}

/** The same login through `jose`, the library of both targets. */
export async function createJoseLogin(config: LimitConfig): Promise<() => Promise<void>> {
  const { keys, algs } = config;
  const upstream = upstreamMessages(config);
  const decryption = await importJWK({ ...keys.hubDecryption.privateJwk }, algs.upstream);
  const upstreamKey = await importJWK({ ...keys.upstreamSigning.publicJwk }, 'ES256');
  const signing = await importJWK({ ...keys.hubSigning.privateJwk }, 'ES256');
  const service = await importJWK({ ...keys.service.publicJwk }, algs.service);
  const subject = newSubject();
  const issue = async (claims: object): Promise<void> => {
    const jwt = await new CompactSign(Buffer.from(JSON.stringify(claims)))
      .setProtectedHeader({ alg: 'ES256', kid: 'hub-sig' })
      .sign(signing);
    await new CompactEncrypt(Buffer.from(jwt))
      .setProtectedHeader({ alg: algs.service, enc: 'A256GCM', cty: 'JWT', kid: 'service-enc' })
      .encrypt(service);
  };
  return async () => {
    const { plaintext } = await compactDecrypt(upstream.idToken, decryption);
    JSON.parse(Buffer.from((await compactVerify(plaintext, upstreamKey)).payload).toString());
    JSON.parse(Buffer.from((await compactVerify(upstream.userinfo, upstreamKey)).payload).toString());
    const own = ownMessages(smallOperations(subject));
    await issue(own.idToken);
    await issue(own.userinfo);
  };
}
