import { createHmac } from 'node:crypto';
import { type ForgeryInput, signingInput } from './forgery-input.ts';

/** Algorithm confusion: HMAC with the hub's public key, or another public value, as the secret (RFC 8725 §2.1). */
export function hmacSigned(
  { claims }: Pick<ForgeryInput, 'claims'>,
  {
    secret,
    size,
    kid,
  }: { readonly secret: string | Buffer; readonly size: 256 | 384 | 512; readonly kid: string },
): string {
  const input = signingInput({ alg: `HS${size}`, kid }, claims);
  return `${input}.${createHmac(`sha${size}`, secret).update(input).digest('base64url')}`;
}
