/**
 * For tests: the part of the browser that is independent of logins. Keeps cookies and follows redirects within the hub.
 */
import { createSiteBrowser, type SiteAnswer, type SiteRequest } from '@garance/http-browser';
import type { FastifyInstance } from 'fastify';
import { findForm, outgoingFields } from './html-forms.ts';

/** One answer of the hub. */
export interface Answer extends Omit<SiteAnswer, 'headers' | 'target'> {
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Address outside the hub to which the browser goes next: by a redirect, or by a page that redirects. */
  readonly leavesTo?: URL;
  /** Query of `leavesTo`, or the fields of a form that leads there. */
  readonly params: Readonly<Record<string, string>>;
}

export type Fields = Readonly<Record<string, string>>;

export type Visit = Pick<SiteRequest, 'headers' | 'remoteAddress'>;

function answerOf({ headers, target, ...answer }: SiteAnswer, origin: string): Answer {
  return {
    ...answer,
    headers: headers as Answer['headers'],
    ...(target !== undefined && target.origin !== origin && { leavesTo: target }),
    params: target === undefined ? outgoingFields(answer.body) : Object.fromEntries(target.searchParams),
  };
}

export function createHttpBrowser(app: FastifyInstance, origin: string) {
  const site = createSiteBrowser({ app, origin });
  const trail: Answer[] = [];

  /** Sends one request, without following redirects. */
  async function send(
    method: SiteRequest['method'],
    path: string,
    body?: string,
    visit: Visit = {},
  ): Promise<Answer> {
    const sent = await site.send({ method, path, ...(body !== undefined && { body }), ...visit });
    const answer = answerOf(sent, origin);
    trail.push(answer);
    return answer;
  }

  async function follow(answer: Answer, visit?: Visit): Promise<Answer> {
    const { location } = answer.headers;
    if (location === undefined || answer.leavesTo !== undefined) return answer;
    const { pathname, search } = new URL(location, origin);
    return follow(await send('GET', pathname + search, undefined, visit), visit);
  }

  const last = (): Answer => {
    const answer = trail.at(-1);
    if (answer === undefined) throw new Error('this browser has been nowhere');
    return answer;
  };
  const post = async (path: string, fields: Fields, visit?: Visit) =>
    follow(await send('POST', path, new URLSearchParams(fields).toString(), visit), visit);

  return {
    cookies: site.cookies,
    /** Every answer until now, redirects included. */
    trail,
    last,
    send,
    get: async (path: string, visit?: Visit) => follow(await send('GET', path, undefined, visit), visit),
    post,
    /** Sends the form of the current page whose action ends with `action`, with its hidden fields. */
    async submit(action: string, fields: Fields = {}, visit?: Visit) {
      const form = findForm(last().body, action);
      return post(form.action, { ...form.fields, ...fields }, visit);
    },
  };
}
