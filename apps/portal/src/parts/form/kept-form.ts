/**
 * Keeps a form that was submitted after the session had ended: for half an hour, sealed, for the same browser and the
 * same person. It is passed to its route again after they sign in and confirm. Documents are not kept.
 */
import { GaranceError } from '@garance/core';
import { type RawParams, readParams } from '@garance/oidc';
import { checkCsrf, checkSameSite } from '@garance/web/server';
import { z } from 'zod';
import type { PortalDeps } from '../../deps.ts';
import type { PortalForm } from '../../objects/form.ts';
import type { PortalTables } from '../../objects/portal-store.ts';
import type { Handler, PathParams } from '../handler.ts';
import type { RequestContext, SessionReader } from '../request-context.ts';
import { formOf, requirePlainFields } from './form.ts';

export const keptFormPath = '/kept-form';
const purpose = 'kept-form';
const lifetimeMs = 30 * 60_000;
/** Characters of a form, encoded. */
const longest = 131_072;

const keptSchema = z.object({
  personId: z.string(),
  /** The route that the form was sent to. */
  pattern: z.string(),
  params: z.record(z.string(), z.string()),
  path: z.string(),
  body: z.string(),
  /** Secret of the ended session, to which the form's CSRF token is bound; it grants nothing else. */
  secret: z.string(),
});
export type KeptForm = z.infer<typeof keptSchema>;

interface SentForm {
  readonly pattern: string;
  readonly params: PathParams;
}

export interface KeptForms {
  /** Registers a route to which kept forms may be passed. */
  register(pattern: string, handler: Handler): void;
  handlerOf(pattern: string): Handler | undefined;
  /** Keeps the form of this request. @returns whether it was kept */
  keep(visit: RequestContext, sent: SentForm): Promise<boolean>;
  peek(visit: RequestContext): Promise<KeptForm | undefined>;
  /** Returns the kept form once: a second submission finds nothing. */
  take(visit: RequestContext): Promise<KeptForm | undefined>;
  putBack(visit: RequestContext, kept: KeptForm): Promise<void>;
}

export function createKeptForms(
  { store, clock }: Pick<PortalDeps, 'store' | 'clock'>,
  sessions: SessionReader,
): KeptForms {
  const handlers = new Map<string, Handler>();
  const { browserErrands } = store.portal;
  const errandOf = ({ secret }: RequestContext) => ({ browserSecret: secret, purpose });
  const put = (visit: RequestContext, kept: KeptForm) =>
    browserErrands.put({
      ...errandOf(visit),
      value: JSON.stringify(kept),
      expiresAtMs: clock.now() + lifetimeMs,
    });
  /** The kept form of the signed-in person; undefined for a form of another person. */
  const readOf = ({ actor }: RequestContext, value: string | undefined): KeptForm | undefined => {
    const kept = value === undefined ? undefined : keptSchema.parse(JSON.parse(value));
    return kept?.personId === actor?.personId ? kept : undefined;
  };
  return {
    register: (pattern, handler) => void handlers.set(pattern, handler),
    handlerOf: (pattern) => handlers.get(pattern),
    keep: async (visit, { pattern, params }) => {
      const { request, secret, actor } = visit;
      const { body } = request;
      if (typeof body !== 'string' || body === '' || body.length > longest) return false;
      if (!handlers.has(pattern) || !checkSameSite(request)) return false;
      const personId = actor?.personId ?? (await sessions.findFormerPerson?.(secret));
      if (personId === undefined) return false;
      const path = request.url.replace(/\?.*/s, '');
      await put(visit, { personId, pattern, params: { ...params }, path, body, secret });
      return true;
    },
    peek: async (visit) => readOf(visit, await browserErrands.peek(errandOf(visit), clock.now())),
    take: async (visit) => readOf(visit, await browserErrands.take(errandOf(visit), clock.now())),
    putBack: put,
  };
}

interface Carrying {
  /** Secrets of the browser before and after the sign-in or second factor. */
  readonly from: string;
  readonly to: string;
  readonly personId: string;
  readonly nowMs: number;
}

/** Binds the kept form to a new session secret, unless it belongs to another person. */
export async function carryKeptForm(
  { browserErrands }: Pick<PortalTables, 'browserErrands'>,
  { from, to, personId, nowMs }: Carrying,
): Promise<void> {
  const value = await browserErrands.take({ browserSecret: from, purpose }, nowMs);
  if (value === undefined || keptSchema.parse(JSON.parse(value)).personId !== personId) return;
  await browserErrands.put({ browserSecret: to, purpose, value, expiresAtMs: nowMs + lifetimeMs });
}

export function fieldsOf({ body }: KeptForm): RawParams {
  const read = readParams(body, { maxBytes: longest, maxPairs: 2_000, keepControlCharacters: true });
  if (!read.ok) throw new GaranceError(read.error);
  return read.params;
}

/** Request context for the route: the CSRF token is checked against the session in which the form was shown. */
export function visitWith(visit: RequestContext, kept: KeptForm): RequestContext {
  const form = (formId: string): PortalForm => {
    const sent = formOf(fieldsOf(kept));
    if (!checkCsrf(kept.secret, formId, sent.text('csrf'))) throw new GaranceError('general.cross_site');
    requirePlainFields(sent);
    return sent;
  };
  return { ...visit, context: { ...visit.context, path: kept.path }, form };
}
