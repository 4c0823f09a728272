/**
 * The HTML of a mail is whatever its sender wrote. It is shown in a frame that can do nothing: the policy forbids scripts, forms,
 * frames and every fetch (so no tracking pixel), and its own `sandbox` gives it an origin of its own even when opened alone.
 */
export const htmlPartHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    'sandbox allow-popups allow-popups-to-escape-sandbox',
  ].join('; '),
  'x-frame-options': 'SAMEORIGIN',
  'content-type': 'text/html; charset=utf-8',
};

/** Links open in a window of their own: the frame must not be navigated away from under the mailbox's page. */
export function htmlPart(html: string): string {
  return `<!doctype html><base target="_blank">${html}`;
}
