import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/**
 * The token of one form in one browser: HMAC-SHA-256 under the browser's own secret, so that a token works neither in
 * another browser nor in another form (OWASP: signed double submit, bound to the session).
 * @param secret value of the per-browser cookie, at least 128 bits of randomness
 * @param formId names form and object, for example `consent:<transaction>`
 */
export function csrfToken(secret: string, formId: string): string {
  return createHmac('sha256', secret).update(`garance csrf\0${formId}`).digest('base64url');
}

/** Whether `token` is the one that this form gave to this browser. Compared in constant time. */
export function checkCsrf(secret: string | undefined, formId: string, token: string | undefined): boolean {
  if (secret === undefined || secret === '' || token === undefined) return false;
  const expected = Buffer.from(csrfToken(secret, formId));
  const given = Buffer.from(token);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/**
 * Whether the browser says that a form came from this very origin (Fetch Metadata). Browsers that say nothing are left
 * to the token. `same-site` is refused: the four hubs of one machine are of one site, and not to be trusted by each other.
 * `Origin` is no help here: under `Referrer-Policy: no-referrer` browsers send `null` with forms.
 */
export function checkSameSite(request: { readonly headers: IncomingHttpHeaders }): boolean {
  const site = request.headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}
