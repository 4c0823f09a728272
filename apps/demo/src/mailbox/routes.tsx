/** The routes of the mailbox: the list, one mail, its HTML for the frame, and the same as JSON. */
import { GaranceError } from '@garance/core';
import { checkSameSite, type FastifyInstance, negotiateLocale, sendPage } from '@garance/web/server';
import type { Locale } from '@garance/web/view';
import { z } from 'zod';
import { htmlPart, htmlPartHeaders } from './html-part.ts';
import type { MailboxMessage } from './mailbox.ts';
import type { MessageStore } from './message-store.ts';
import { ListPage } from './pages/list-page.tsx';
import { MessagePage } from './pages/message-page.tsx';
import { searchMessages } from './search.ts';

const pageSize = 25;

const querySchema = z.object({
  q: z.string().max(200).catch(''),
  page: z.coerce.number().int().min(1).catch(1),
  lang: z.enum(['fr', 'en']).optional().catch(undefined),
});
const paramsSchema = z.object({ id: z.string() });

export const languageCookie = 'garance-mailbox-language';

/** Mounts the pages and the JSON of the mailbox. */
export function addMailboxRoutes(app: FastifyInstance, store: MessageStore): void {
  app.get('/', { config: { answers: 'page' } }, (request, reply) => {
    const { q, page } = querySchema.parse(request.query);
    const locale = localeOf(request);
    return sendPage(reply, listPage({ store, locale, query: q.trim(), page }), { locale });
  });

  app.get('/messages/:id', { config: { answers: 'page' } }, (request, reply) => {
    const locale = localeOf(request);
    const message = getMessage(store, request.params);
    // The policy of the site with an exception for the frame of this page.
    const policy = String(reply.getHeader('content-security-policy'));
    reply.header('content-security-policy', `${policy}; frame-src 'self'`);
    return sendPage(reply, <MessagePage locale={locale} message={message} />, { locale });
  });

  app.get('/messages/:id/html', { config: { answers: 'page' } }, (request, reply) => {
    const { html } = getMessage(store, request.params);
    return reply.headers(htmlPartHeaders).header('cache-control', 'no-store').send(htmlPart(html));
  });

  app.post('/messages/delete', { config: { answers: 'page' } }, async (request, reply) => {
    if (!checkSameSite(request)) throw new GaranceError('general.bad_request');
    await store.clear();
    return reply.redirect('/', 303);
  });

  app.get('/api/messages', { config: { answers: 'json' } }, (request, reply) => {
    const { q } = querySchema.parse(request.query);
    return reply.header('cache-control', 'no-store').send(searchMessages(store.list(), q));
  });

  app.delete('/api/messages', { config: { answers: 'json' } }, async (request, reply) => {
    if (!checkSameSite(request)) throw new GaranceError('general.bad_request');
    await store.clear();
    return reply.code(204).send();
  });
}

/** Stores the language of a `lang` link in a cookie, for the following pages. */
export function rememberLanguage(app: FastifyInstance): void {
  app.addHook('preHandler', async (request, reply) => {
    const { lang } = querySchema.parse(request.query);
    if (lang !== undefined) {
      reply.setCookie(languageCookie, lang, { path: '/', httpOnly: true, sameSite: 'lax' });
    }
  });
}

interface LocalisedRequest {
  readonly query: unknown;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  readonly headers: { readonly 'accept-language'?: string | undefined };
}

function localeOf(request: LocalisedRequest): Locale {
  const { lang } = querySchema.parse(request.query);
  return negotiateLocale({
    cookie: lang ?? request.cookies[languageCookie],
    acceptLanguage: request.headers['accept-language'],
  });
}

function getMessage(store: MessageStore, params: unknown): MailboxMessage {
  const message = store.find(paramsSchema.parse(params).id);
  if (message === undefined) throw new GaranceError('general.not_found');
  return message;
}

interface ListRequest {
  readonly store: MessageStore;
  readonly locale: Locale;
  readonly query: string;
  /** From 1; a number above the last page means the last page. */
  readonly page: number;
}

function listPage({ store, locale, query, page }: ListRequest) {
  const found = searchMessages(store.list(), query);
  const last = Math.max(1, Math.ceil(found.length / pageSize));
  const current = Math.min(page, last);
  const href = (target: number): string =>
    `/?${new URLSearchParams({ ...(query === '' ? {} : { q: query }), page: String(target) })}`;
  return (
    <ListPage
      locale={locale}
      query={query}
      messages={found.slice((current - 1) * pageSize, current * pageSize)}
      found={found.length}
      newerHref={current > 1 ? href(current - 1) : undefined}
      olderHref={current < last ? href(current + 1) : undefined}
    />
  );
}
