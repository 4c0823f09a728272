import { createHmac } from 'node:crypto';
import { type ForgeryInput, signingInput } from './forgery-input.ts';

/** The confusion of an asymmetric key, or of something public, with a shared secret (RFC 8725 §2.1). */
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
