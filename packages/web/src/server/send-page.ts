import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import type { Locale } from '../view/locale.ts';
import type { RenderedPage } from '../view/prepare-page.ts';
import { renderDocument } from '../view/render-document.ts';
import { getKit } from './kit.ts';

export interface SendPageOptions {
  /** HTTP status; default 200. */
  readonly status?: number;
  /** Addresses that the page's forms may lead to besides the site: browsers apply `form-action` to redirects after a form. */
  readonly formAction?: readonly string[];
  /** Reloads to an absolute address after this many seconds, with or without script. */
  readonly refresh?: { readonly url: string; readonly seconds: number };
  readonly locale: Locale;
}

/** Answers with a page, not cached, with a content security policy for its forms. */
export function sendPage(
  reply: FastifyReply,
  page: VNode | RenderedPage,
  options: SendPageOptions,
): FastifyReply {
  const { status = 200, formAction = [], refresh, locale } = options;
  if (formAction.length > 0) {
    const policy = getKit(reply.server).securityHeaders.contentSecurityPolicy(formAction);
    reply.header('content-security-policy', policy);
  }
  // Serialised by the URL parser: ASCII without spaces or line breaks (HTML Standard, "Refresh").
  if (refresh !== undefined) reply.header('refresh', `${refresh.seconds}; url=${new URL(refresh.url).href}`);
  // As bytes: for a text, Node would compute the length first, and encode the headers with it.
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('content-language', locale)
    .type('text/html; charset=utf-8')
    .send(Buffer.from('html' in page ? page.html : renderDocument(page)));
}
