import { createPrivateKey, type JsonWebKey, sign } from 'node:crypto';
import { type ForgeryInput, signingInput } from './forgery-input.ts';

/** A valid signature with the attacker's key. `header` may replace the key's own `kid`; undefined omits it. */
export async function signedByAttacker(input: ForgeryInput, header: object): Promise<string> {
  const { alg } = input.signer;
  const { kid, privateJwk } = await input.attackerKey(alg);
  const key = createPrivateKey({ key: privateJwk as JsonWebKey, format: 'jwk' });
  const signed = signingInput({ alg, kid, ...header }, input.claims);
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}
