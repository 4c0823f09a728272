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
 * Sends one request through an undici dispatcher and reads the answer, within the request's time and size limits. Uses
 * undici's handler interface rather than `request()`: no stream is created for small bodies on the login's hot path.
 * @throws OutboundError
 */
export function exchange(
  dispatcher: Dispatcher,
  url: URL,
  request: OutboundRequest,
): Promise<OutboundResponse> {
  return new Promise((resolve, reject) => {
    const outcome = createOutcome({ host: url.host, request, resolve, reject });
    if (outcome.failure() !== undefined) return;
    dispatcher.dispatch(
      {
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: request.method ?? 'GET',
        headers: {
          ...request.headers,
          ...(request.accept === undefined ? {} : { accept: request.accept }),
        },
        body: request.body ?? null,
      },
      createHandler(outcome, request.maxBytes),
    );
  });
}

interface OutcomeContext {
  readonly host: string;
  readonly request: OutboundRequest;
  readonly resolve: (response: OutboundResponse) => void;
  readonly reject: (error: OutboundError) => void;
}

/** Settles the exchange once, by an answer or by a failure; later calls have no effect. */
interface Outcome {
  answer(response: OutboundResponse): void;
  fail(reason: OutboundFailure): void;
  failWith(error: unknown): void;
  failure(): OutboundError | undefined;
  /** Registers the connection to abort when the exchange fails; aborts at once when it has failed already. */
  hold(controller: Dispatcher.DispatchController): void;
}

function createOutcome({ host, request, resolve, reject }: OutcomeContext): Outcome {
  let controller: Dispatcher.DispatchController | undefined;
  let failure: OutboundError | undefined;

  const settle = () => {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', onAbort);
  };
  const end = (error: OutboundError) => {
    if (failure !== undefined) return;
    failure = error;
    settle();
    controller?.abort(error);
    reject(error);
  };
  const onAbort = () => end(new OutboundError('network', { host, cause: request.signal?.reason }));
  const timer = setTimeout(() => end(new OutboundError('timeout', { host })), request.timeoutMs);
  request.signal?.addEventListener('abort', onAbort, { once: true });
  if (request.signal?.aborted === true) onAbort();

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
      // The request failed while it waited for a connection: it must not be sent any more.
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
