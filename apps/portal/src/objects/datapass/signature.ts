import { createHmac, timingSafeEqual } from 'node:crypto';

/** `sha256=<hex HMAC-SHA-256 of the raw body>`: value of `X-Hub-Signature-256`, for incoming and outgoing calls. */
export function signBody(secret: string, body: Buffer | string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/**
 * Whether the header is the signature of these very bytes. Compared in constant time, and before anything of the body is
 * read (security.md 17).
 */
export function hasSignature(
  secret: string,
  body: Buffer,
  header: string | readonly string[] | undefined,
): boolean {
  if (typeof header !== 'string') return false;
  const expected = Buffer.from(signBody(secret, body));
  const received = Buffer.from(header);
  return expected.length === received.length && timingSafeEqual(expected, received);
}
