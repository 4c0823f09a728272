import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import { redactFields } from './redact.ts';
import { scrubErrorText, scrubText } from './scrub.ts';
import { serializeError } from './serialize-error.ts';

export interface PinoOptions {
  /** Which server speaks: `hub standard integration`. */
  readonly name: string;
  readonly level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** Standard output unless told. */
  readonly destination?: DestinationStream;
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

/** Under which a request's id stands in its lines. */
export const occurrenceLabel = 'occurrence';

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
 * pino applies formatters to what a line says, not to what a child logger repeats; children inherit this. The child of
 * each request repeats nothing but the occurrence id, random and our own, which needs no looking at.
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

/** Without a text of its own, a line about an error would repeat the error's message as it is. */
function scrubLine(line: readonly unknown[]): unknown[] {
  const texts = line.map((each) => (typeof each === 'string' ? scrubText(each) : each));
  const [subject, text] = texts;
  if (text !== undefined) return texts;
  const isError = subject instanceof Error || (subject as { readonly err?: unknown })?.err instanceof Error;
  return isError ? [subject, 'error'] : texts;
}

/** `error` is a catalogue code in our own lines and an Error in those of libraries. */
function serializeOrKeep(value: unknown): unknown {
  return typeof value === 'string' ? scrubErrorText(value) : serializeError(value);
}
