import { GaranceError } from '@garance/core';
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import { redactFields } from './redact.ts';
import { scrubErrorText } from './scrub.ts';

export interface PinoOptions {
  /** Which server speaks: `hub standard integration`. */
  readonly name: string;
  readonly level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** Standard output unless told. */
  readonly destination?: DestinationStream;
}

const deepestCause = 3;

/** JSON.parse quotes what it could not read, so its message is not kept. */
function safeMessage(error: Error): string {
  return error instanceof SyntaxError ? 'could not be parsed' : scrubErrorText(error.message);
}

function stackFrames(error: Error): string[] {
  const lines = (error.stack ?? '').split('\n').map((line) => line.trim());
  return lines.filter((line) => line.startsWith('at ')).slice(0, 12);
}

/** What is logged of an error: kind, code, scrubbed message, frames and causes; never its other properties. */
function serializeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const code = (error as { readonly code?: unknown }).code;
  return {
    kind: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    message: safeMessage(error),
    ...(error instanceof GaranceError ? {} : { stack: stackFrames(error) }),
    ...(error.cause !== undefined && depth < deepestCause
      ? { cause: serializeError(error.cause, depth + 1) }
      : {}),
  };
}

interface RequestLike {
  readonly method?: unknown;
  readonly routeOptions?: { readonly url?: string | undefined };
}

/** Method and route pattern: the address itself holds interaction ids and queries. */
function serializeRequest(request: RequestLike) {
  return { method: request.method, route: request.routeOptions?.url };
}

function serializeReply(reply: { readonly statusCode?: unknown }) {
  return { status: reply.statusCode };
}

const serialized = new Set(['err', 'error', 'req', 'res']);

/**
 * A structured logger that cannot carry query strings, headers, bodies, tokens or identity attributes: requests are
 * reduced to method and route, errors are scrubbed, sensitive fields are replaced at every depth (security.md, 18).
 */
export function createPino({ name, level, destination }: PinoOptions): Logger {
  const options: LoggerOptions = {
    name,
    level,
    base: { name },
    serializers: { err: serializeError, error: serializeOrKeep, req: serializeRequest, res: serializeReply },
    formatters: {
      level: (label) => ({ level: label }),
      bindings: (bindings) => redactFields(bindings, 0, serialized),
      log: (fields) => redactFields(fields, 0, serialized),
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** `error` is a catalogue code in our own lines and an Error in those of libraries. */
function serializeOrKeep(value: unknown): unknown {
  return typeof value === 'string' ? scrubErrorText(value) : serializeError(value);
}
