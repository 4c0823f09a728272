import { type ErrorCode, GaranceError, getErrorDefinition } from '@garance/core';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorPageProps } from '../view/error-page.tsx';
import { type AnswerKind, getKit } from './kit.ts';
import { sendPage } from './send-page.ts';

export interface SendErrorOptions {
  /** A parameter's or attribute's name, never its value. */
  readonly detail?: string | undefined;
  /** Page or JSON; what the route declared, else what the caller accepts. */
  readonly as?: AnswerKind;
  /** Instead of the catalogue's status. */
  readonly status?: number;
  /** For pages: service, way back, language, languages. */
  readonly page?: Partial<Omit<ErrorPageProps, 'code' | 'occurrenceId' | 'detail'>>;
  /** For the log only: identifiers of ours, never a value of the request. */
  readonly logged?: Readonly<Record<string, string>>;
  /** For the log only. */
  readonly cause?: unknown;
}

function answerKind(request: FastifyRequest): AnswerKind {
  const declared = request.routeOptions?.config?.answers;
  return declared ?? (request.headers.accept?.includes('text/html') ? 'page' : 'json');
}

function logError(reply: FastifyReply, code: ErrorCode, status: number, options: SendErrorOptions): void {
  const fields = {
    error: code,
    ...(options.detail === undefined ? {} : { detail: options.detail }),
    ...options.logged,
  };
  if (status >= 500) reply.log.error({ ...fields, err: options.cause }, 'request failed');
  else reply.log.info({ ...fields, ...(options.cause ? { err: options.cause } : {}) }, 'request refused');
}

/** When a limited caller may try again, unless something better is known (RFC 6585 §4). */
const retryAfterSeconds = 60;

/**
 * Answers with a catalogue error: a page for people, `{error, error_description, error_code, occurrence_id}` for
 * programs. Says the code and the occurrence id, and nothing of the request (spec/platforms.md, Errors).
 */
export function sendError(
  reply: FastifyReply,
  code: ErrorCode,
  options: SendErrorOptions = {},
): FastifyReply {
  const { request } = reply;
  const definition = getErrorDefinition(code);
  const status = options.status ?? definition.status;
  logError(reply, code, status, options);
  // Who refuses with a better estimate has said it already.
  if (status === 429 && !reply.hasHeader('retry-after'))
    reply.header('retry-after', String(retryAfterSeconds));
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

/** The one error handler: catalogue errors as they are, the framework's refusals as bad requests, all else as unexpected. */
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
