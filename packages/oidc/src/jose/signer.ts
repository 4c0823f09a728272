import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import type { SigningAlg } from '@garance/core';
import type { JWK } from 'jose';

/** Signs a hub's tokens, with a key of this process or of a PKCS#11 token. */
export interface JwtSigner {
  readonly alg: SigningAlg;
  readonly kid: string;
  /** @returns the compact JWS of the claims, with `alg` and `kid` in its header after the members of `more` */
  signJwt(claims: object, more?: Readonly<Record<string, unknown>>): Promise<string>;
}

/**
 * A signer whose private key is in this process, imported once.
 *
 * `node:crypto` instead of `jose` (docs/decisions/0004): a synchronous signature costs a quarter of the processor time
 * of one in the thread pool, and this is the most frequent operation of a login.
 *
 * @param parameters.jwk private EC P-256 (`ES256`) or RSA of 2048 bits or more (`RS256`)
 * @throws TypeError when the key does not fit the algorithm
 */
export async function createSoftwareSigner(parameters: {
  readonly jwk: JWK;
  readonly alg: SigningAlg;
  readonly kid: string;
}): Promise<JwtSigner> {
  const { jwk, alg, kid } = parameters;
  const key = createPrivateKey({ key: { ...jwk }, format: 'jwk' });
  if (!fits(key, alg)) throw new TypeError(`signing key ${kid} does not fit ${alg}`);
  // JWS contains r and s (RFC 7518 §3.4), not DER. The option is set on the key itself: given in an object around the
  // key, Node throws and catches two errors at every call, which costs as much again as the signature. RSA ignores it.
  const signingKey = Object.assign(key, { dsaEncoding: 'ieee-p1363' });
  return signerOver({ alg, kid, sign: (input) => sign('sha256', input, signingKey) });
}

/** @param parameters.sign returns the signature of the octets in JWS form (RFC 7518 §3.3, §3.4) */
export function signerOver(parameters: {
  readonly alg: SigningAlg;
  readonly kid: string;
  readonly sign: (input: Buffer) => Buffer | Promise<Buffer>;
}): JwtSigner {
  const { alg, kid, sign: signatureOf } = parameters;
  const headerWith = (more?: Readonly<Record<string, unknown>>) =>
    `${Buffer.from(JSON.stringify({ ...more, alg, kid })).toString('base64url')}.`;
  const header = headerWith();
  return {
    alg,
    kid,
    async signJwt(claims, more) {
      const input =
        (more === undefined ? header : headerWith(more)) +
        Buffer.from(JSON.stringify(claims)).toString('base64url');
      const signature = signatureOf(Buffer.from(input));
      // A key of this process signs synchronously: no turn of the event loop is needed.
      return `${input}.${(Buffer.isBuffer(signature) ? signature : await signature).toString('base64url')}`;
    },
  };
}

function fits(key: KeyObject, alg: SigningAlg): boolean {
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  return alg === 'ES256' ? namedCurve === 'prime256v1' : modulusLength >= 2048;
}
