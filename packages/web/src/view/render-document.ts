import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** Renders a layout with its content as a complete HTML document. */
export function renderDocument(page: VNode): string {
  return `<!doctype html>${renderToString(page)}`;
}
