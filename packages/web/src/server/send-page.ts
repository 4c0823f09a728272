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
  readonly locale: Locale;
}

/** Answers with a page: never stored, with the policy for its own forms. */
export function sendPage(reply: FastifyReply, page: VNode, options: SendPageOptions): FastifyReply {
  const { status = 200, formAction = [], locale } = options;
  if (formAction.length > 0) {
    const policy = getKit(reply.server).securityHeaders.contentSecurityPolicy(formAction);
    reply.header('content-security-policy', policy);
  }
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('content-language', locale)
    .type('text/html; charset=utf-8')
    .send(renderDocument(page));
}
