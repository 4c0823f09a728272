import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { OutboundError, type OutboundFailure, toOutboundError } from './outbound-error.ts';

export interface OutboundRequest {
  readonly url: string | URL;
  /** Default `GET`. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** From name resolution to the last byte, in milliseconds. */
  readonly timeoutMs: number;
  /** Bytes of body that are read at most; one more ends the request. */
  readonly maxBytes: number;
  /** Value of the `Accept` header. */
  readonly accept?: string;
  readonly signal?: AbortSignal;
}

export interface OutboundResponse {
  readonly status: number;
  /** Lower-case names; a header that came several times is joined with ", ". */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * One request and its answer over an undici dispatcher, with total time and size bounded. Speaks undici's handler
 * interface rather than `request()`: no stream is built for bodies of a few kilobytes on the login's hot path.
 */
export function exchange(
  dispatcher: Dispatcher,
  url: URL,
  wanted: OutboundRequest,
): Promise<OutboundResponse> {
  return new Promise((resolve, reject) => {
    const outcome = createOutcome({ host: url.host, wanted, resolve, reject });
    if (outcome.failure() !== undefined) return;
    dispatcher.dispatch(
      {
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: wanted.method ?? 'GET',
        headers: {
          ...wanted.headers,
          ...(wanted.accept === undefined ? {} : { accept: wanted.accept }),
        },
        body: wanted.body ?? null,
      },
      createHandler(outcome, wanted.maxBytes),
    );
  });
}

interface OutcomeContext {
  readonly host: string;
  readonly wanted: OutboundRequest;
  readonly resolve: (response: OutboundResponse) => void;
  readonly reject: (error: OutboundError) => void;
}

/** How the exchange ends: by an answer or by a failure, whichever comes first, and only once. */
interface Outcome {
  answer(response: OutboundResponse): void;
  fail(reason: OutboundFailure): void;
  failWith(error: unknown): void;
  failure(): OutboundError | undefined;
  /** Ends the connection when the exchange has failed, or as soon as it does. */
  hold(controller: Dispatcher.DispatchController): void;
}

function createOutcome({ host, wanted, resolve, reject }: OutcomeContext): Outcome {
  let controller: Dispatcher.DispatchController | undefined;
  let failure: OutboundError | undefined;

  const settle = () => {
    clearTimeout(timer);
    wanted.signal?.removeEventListener('abort', onAbort);
  };
  const end = (error: OutboundError) => {
    if (failure !== undefined) return;
    failure = error;
    settle();
    controller?.abort(error);
    reject(error);
  };
  const onAbort = () => end(new OutboundError('network', { host, cause: wanted.signal?.reason }));
  const timer = setTimeout(() => end(new OutboundError('timeout', { host })), wanted.timeoutMs);
  wanted.signal?.addEventListener('abort', onAbort, { once: true });
  if (wanted.signal?.aborted === true) onAbort();

  return {
    answer(response) {
      settle();
      resolve(response);
    },
    fail: (reason) => end(new OutboundError(reason, { host })),
    failWith: (error) => end(toOutboundError(error, host)),
    failure: () => failure,
    hold(started) {
      controller = started;
      // Given up while it waited for a connection: it must not be sent now.
      if (failure !== undefined) started.abort(failure);
    },
  };
}

function createHandler(outcome: Outcome, maxBytes: number): Dispatcher.DispatchHandler {
  let head: { status: number; headers: IncomingHttpHeaders } | undefined;
  const chunks: Buffer[] = [];
  let received = 0;
  return {
    onRequestStart: (controller) => outcome.hold(controller),
    onResponseStart(_controller, status, headers) {
      if (status < 200) return;
      if (status >= 300 && status < 400) return outcome.fail('redirect');
      if (Number(headers['content-length']) > maxBytes) return outcome.fail('too-large');
      head = { status, headers };
    },
    onResponseData(_controller, chunk) {
      received += chunk.length;
      if (received > maxBytes) return outcome.fail('too-large');
      chunks.push(chunk);
    },
    onResponseEnd() {
      if (outcome.failure() !== undefined || head === undefined) return;
      const { status, headers } = head;
      outcome.answer({ status, headers: joinHeaders(headers), body: decode(chunks, received) });
    },
    onResponseError: (_controller, error) => outcome.failWith(error),
  };
}

function decode(chunks: readonly Buffer[], length: number): string {
  const [only] = chunks;
  if (only === undefined) return '';
  return (chunks.length === 1 ? only : Buffer.concat(chunks, length)).toString('utf8');
}

function joinHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return joined;
}
