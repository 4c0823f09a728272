import { escapeHtml } from './escape-html.ts';
import type { Locale } from './locale.ts';
import { safeHref } from './safe-href.ts';

export interface MailContent {
  readonly locale: Locale;
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** The main action. Its address is also written out as text. */
  readonly link?: { readonly href: string; readonly label: string };
  /** Sender and reason of the mail. */
  readonly footer: string;
}

const styles = {
  body: 'margin:0;padding:24px 16px;background:#faf7f4;color:#23191b;font:16px/1.5 system-ui,Arial,sans-serif',
  main: 'max-width:560px;margin:0 auto;padding:32px 24px;background:#ffffff;border-top:4px solid #b3122f',
  heading: 'margin:0 0 16px;font-size:24px;line-height:1.25',
  paragraph: 'margin:0 0 16px',
  link: 'display:inline-block;padding:12px 24px;background:#b3122f;color:#ffffff;font-weight:bold;text-decoration:none',
  footer: 'max-width:560px;margin:16px auto 0;padding:0 24px;color:#5c5153;font-size:14px',
} as const;

function linkHtml(link: { readonly href: string; readonly label: string }): string {
  const href = escapeHtml(link.href);
  return (
    `<p style="${styles.paragraph}"><a href="${href}" style="${styles.link}">${escapeHtml(link.label)}</a></p>` +
    `<p style="${styles.paragraph};word-break:break-all"><a href="${href}">${href}</a></p>`
  );
}

/**
 * A mail as accessible HTML and as plain text with the same content. No image, no tracking, no remote content.
 * A link that is not http, https or mailto is left out.
 */
export function renderMail(content: MailContent): { readonly html: string; readonly text: string } {
  const { locale, title, paragraphs, footer } = content;
  const href = safeHref(content.link?.href);
  const link = content.link !== undefined && href !== undefined ? content.link : undefined;
  const body = paragraphs
    .map((paragraph) => `<p style="${styles.paragraph}">${escapeHtml(paragraph)}</p>`)
    .join('');
  const html =
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title></head>` +
    `<body style="${styles.body}"><main style="${styles.main}">` +
    `<h1 style="${styles.heading}">${escapeHtml(title)}</h1>${body}${link === undefined ? '' : linkHtml(link)}</main>` +
    `<footer style="${styles.footer}">${escapeHtml(footer)}</footer></body></html>`;
  const lines = [title, ...paragraphs, ...(link === undefined ? [] : [`${link.label} : ${link.href}`])];
  return { html, text: `${lines.join('\n\n')}\n\n-- \n${footer}\n` };
}
