import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/**
 * The CSRF token of one form in one browser: HMAC-SHA-256 under the browser's secret, so that it is valid neither in
 * another browser nor in another form (OWASP: signed double submit, bound to the session).
 * @param secret value of the per-browser cookie, at least 128 bits of randomness
 * @param formId names form and object, for example `consent:<transaction>`
 */
export function csrfToken(secret: string, formId: string): string {
  return createHmac('sha256', secret).update(`garance csrf\0${formId}`).digest('base64url');
}

/**
 * Whether `token` is the token of this form in this browser. Compared in constant time.
 * @param secret value of the per-browser cookie; undefined or empty: false
 */
export function checkCsrf(secret: string | undefined, formId: string, token: string | undefined): boolean {
  if (secret === undefined || secret === '' || token === undefined) return false;
  const expected = Buffer.from(csrfToken(secret, formId));
  const received = Buffer.from(token);
  return expected.length === received.length && timingSafeEqual(expected, received);
}

/**
 * Whether the browser reports the form as coming from this origin (Fetch Metadata); true when it reports nothing, since
 * the token then decides. `same-site` is refused: the four hubs of one machine are the same site but must not act for
 * one another. `Origin` cannot be used: under `Referrer-Policy: no-referrer` browsers send `null` with forms.
 */
export function checkSameSite(request: { readonly headers: IncomingHttpHeaders }): boolean {
  const site = request.headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}
