import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** A page as text: doctype and the rendered `<html>` element. */
export function renderPage(html: VNode): string {
  return `<!doctype html>${renderToString(html)}`;
}
