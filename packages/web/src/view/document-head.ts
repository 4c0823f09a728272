import { assetUrl } from './assets.ts';
import { escapeHtml } from './escape-html.ts';

const known: { head: string | undefined } = { head: undefined };

/** The part of `<head>` that is the same on every page; built once because every login renders pages. */
function staticHead(): string {
  known.head ??= [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="robots" content="noindex">',
    '<meta name="format-detection" content="telephone=no">',
    `<link rel="preload" href="${assetUrl('public-sans-latin.woff2')}" as="font" type="font/woff2" crossorigin>`,
    `<link rel="stylesheet" href="${assetUrl('main.css')}">`,
    `<link rel="icon" href="${assetUrl('favicon.svg')}" type="image/svg+xml">`,
  ].join('');
  return known.head;
}

/**
 * Inner HTML of `<head>`.
 * @param refreshSeconds interval after which the page reloads when no script runs
 */
export function documentHead(title: string, refreshSeconds?: number): string {
  const refresh =
    refreshSeconds === undefined
      ? ''
      : `<noscript><meta http-equiv="refresh" content="${refreshSeconds}"></noscript>`;
  return `${staticHead()}${refresh}<title>${escapeHtml(title)}</title>`;
}
