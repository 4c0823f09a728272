/**
 * The HTML of a mail is untrusted. It is shown in a frame whose policy forbids scripts, forms, frames and all requests
 * (tracking images included); its own `sandbox` isolates its origin even when it is opened outside the frame.
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

/** Links open in a new window, so that the frame keeps showing the mail. */
export function htmlPart(html: string): string {
  return `<!doctype html><base target="_blank">${html}`;
}
