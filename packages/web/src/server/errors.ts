import { type ErrorCode, GaranceError, getErrorDefinition } from '@garance/core';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorPageProps } from '../view/error-page.tsx';
import { type AnswerKind, getKit } from './kit.ts';
import { sendPage } from './send-page.ts';

export interface SendErrorOptions {
  /** A parameter's or attribute's name, never its value. */
  readonly detail?: string | undefined;
  /** Page or JSON. Default: as the route declares, else by the `Accept` header. */
  readonly as?: AnswerKind;
  /** Instead of the catalogue's status. */
  readonly status?: number;
  /** Properties of the error page: service, way back, language, languages. */
  readonly page?: Partial<Omit<ErrorPageProps, 'code' | 'occurrenceId' | 'detail'>>;
  /** For the log only: our own identifiers, never a value of the request. */
  readonly logged?: Readonly<Record<string, string>>;
  /** For the log only. */
  readonly cause?: unknown;
}

function answerKind(request: FastifyRequest): AnswerKind {
  const declared = request.routeOptions?.config?.answers;
  return declared ?? (request.headers.accept?.includes('text/html') ? 'page' : 'json');
}

function logError(
  reply: FastifyReply,
  { code, status }: { readonly code: ErrorCode; readonly status: number },
  { detail, logged, cause }: SendErrorOptions,
): void {
  const fields = { error: code, ...(detail === undefined ? {} : { detail }), ...logged };
  if (status >= 500) reply.log.error({ ...fields, err: cause }, 'request failed');
  else reply.log.info({ ...fields, ...(cause ? { err: cause } : {}) }, 'request refused');
}

/** Default of `Retry-After`: for a rate-limited request (RFC 6585 §4), and while something is away (RFC 9110 §15.6.4). */
const retryAfterSeconds: Readonly<Record<number, number>> = { 429: 60, 503: 5 };

/**
 * Answers with an error of the catalogue: a page for people, `{error, error_description, error_code, occurrence_id}` for
 * programs. Nothing of the request is repeated except `detail` (spec/platforms.md, Errors).
 */
export function sendError(
  reply: FastifyReply,
  code: ErrorCode,
  options: SendErrorOptions = {},
): FastifyReply {
  const { request } = reply;
  const definition = getErrorDefinition(code);
  const status = options.status ?? definition.status;
  logError(reply, { code, status }, options);
  // Unless the caller has set a better estimate.
  const waitSeconds = retryAfterSeconds[status];
  if (waitSeconds !== undefined && !reply.hasHeader('retry-after'))
    reply.header('retry-after', String(waitSeconds));
  if ((options.as ?? answerKind(request)) === 'json') {
    const detail = options.detail === undefined ? '' : ` (${options.detail})`;
    return reply
      .code(status)
      .header('cache-control', 'no-store')
      .send({
        error: definition.oauth,
        error_description: `${definition.operator}${detail}`,
        error_code: code,
        occurrence_id: request.id,
      });
  }
  const kit = getKit(reply.server);
  const locale = options.page?.locale ?? kit.localeOf(request);
  const props = {
    ...kit.site,
    ...options.page,
    locale,
    code,
    occurrenceId: request.id,
    detail: options.detail,
  };
  return sendPage(reply, kit.errorPage(props), { status, locale });
}

/** Refusals by Fastify itself: unreadable, too large or unsupported bodies. Their messages quote the request, so only the status is kept. */
function isFrameworkRefusal(error: FastifyError): boolean {
  const status = error.statusCode ?? 500;
  return typeof error.code === 'string' && error.code.startsWith('FST_ERR_') && status >= 400 && status < 500;
}

/** The error handler of every server: catalogue errors unchanged, Fastify's refusals as bad requests, others as unexpected. */
export function handleError(error: unknown, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof GaranceError) {
    return sendError(reply, error.code, { detail: error.detail, cause: error.cause });
  }
  if (error instanceof Error && isFrameworkRefusal(error as FastifyError)) {
    const status = (error as FastifyError).statusCode ?? 400;
    return sendError(reply, 'general.bad_request', { status });
  }
  return sendError(reply, 'general.unexpected', { cause: error });
}
