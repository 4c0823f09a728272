import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import { redactFields } from './redact.ts';
import { scrubErrorText, scrubText } from './scrub.ts';
import { serializeError } from './serialize-error.ts';

export interface PinoOptions {
  /** Name of the server, such as `hub standard integration`. */
  readonly name: string;
  readonly level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** Default: standard output. */
  readonly destination?: DestinationStream;
}

interface RequestLike {
  readonly method?: unknown;
  readonly routeOptions?: { readonly url?: string | undefined };
}

/** Method and route pattern only: the address contains interaction ids and queries. */
function serializeRequest(request: RequestLike) {
  return { method: request.method, route: request.routeOptions?.url };
}

function serializeReply(reply: { readonly statusCode?: unknown }) {
  return { status: reply.statusCode };
}

/** Field of a log line that contains the request's occurrence id. */
export const occurrenceLabel = 'occurrence';

const serialized = new Set(['err', 'error', 'req', 'res']);

/**
 * A structured logger that never writes query strings, headers, bodies, tokens or identity attributes: requests are
 * reduced to method and route, errors are scrubbed, sensitive fields are replaced at every depth (security.md, 18).
 * @returns a pino logger for `buildServer` and for modules
 */
export function createPino({ name, level, destination }: PinoOptions): Logger {
  const options: LoggerOptions = {
    name,
    level,
    base: { name },
    serializers: { err: serializeError, error: serializeOrKeep, req: serializeRequest, res: serializeReply },
    hooks: {
      logMethod(line, method) {
        method.apply(this, scrubLine(line) as Parameters<typeof method>);
      },
    },
    formatters: {
      level: (label) => ({ level: label }),
      log: (fields) => redactFields(fields, 0, serialized),
    },
  };
  const logger = destination === undefined ? pino(options) : pino(options, destination);
  redactChildren(logger);
  return logger;
}

/**
 * pino applies formatters to the fields of a line, not to those of a child logger; this redacts the latter. The child of
 * each request only adds the occurrence id, which is random and needs no redaction.
 */
function redactChildren(logger: Logger): void {
  const { child } = logger;
  logger.child = function redactedChild(this: Logger, bindings: object, options?: object) {
    const safe = isOccurrence(bindings) ? bindings : redactFields({ ...bindings }, 0, serialized);
    return child.call(this, safe, options);
  } as typeof child;
}

const occurrenceId = /^[0-9a-f]{32}$/;

function isOccurrence(bindings: object): boolean {
  const [entry, more] = Object.entries(bindings);
  return entry?.[0] === occurrenceLabel && occurrenceId.test(entry[1]) && more === undefined;
}

/** A line about an error without a text of its own gets the scrubbed message; pino would write the message unchanged. */
function scrubLine(line: readonly unknown[]): unknown[] {
  const texts = line.map((item) => (typeof item === 'string' ? scrubText(item) : item));
  const [subject, text] = texts;
  if (text !== undefined) return texts;
  const isError = subject instanceof Error || (subject as { readonly err?: unknown })?.err instanceof Error;
  return isError ? [subject, 'error'] : texts;
}

/** `error` is a catalogue code in Garance's log lines and an Error in those of libraries. */
function serializeOrKeep(value: unknown): unknown {
  return typeof value === 'string' ? scrubErrorText(value) : serializeError(value);
}
