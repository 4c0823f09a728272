import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import type { Locale } from '../view/locale.ts';
import { renderDocument } from '../view/render-document.ts';
import { getKit } from './kit.ts';

export interface SendPageOptions {
  /** HTTP status; 200 unless told. */
  readonly status?: number;
  /** Addresses whose origins the page's forms may end at besides the site's own: browsers apply `form-action` to the redirect after a form. */
  readonly formAction?: readonly string[];
  /** The page goes on by itself, script or not: to an absolute address, after so many seconds. */
  readonly refresh?: { readonly url: string; readonly seconds: number };
  readonly locale: Locale;
}

/** Answers with a page: never stored, with the policy for its own forms. */
export function sendPage(reply: FastifyReply, page: VNode, options: SendPageOptions): FastifyReply {
  const { status = 200, formAction = [], refresh, locale } = options;
  if (formAction.length > 0) {
    const policy = getKit(reply.server).securityHeaders.contentSecurityPolicy(formAction);
    reply.header('content-security-policy', policy);
  }
  // Serialised by the URL parser, so that the value is ASCII without blanks or line breaks (HTML Standard, "Refresh").
  if (refresh !== undefined) reply.header('refresh', `${refresh.seconds}; url=${new URL(refresh.url).href}`);
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('content-language', locale)
    .type('text/html; charset=utf-8')
    .send(renderDocument(page));
}
