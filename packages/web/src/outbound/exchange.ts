import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { OutboundRequest, OutboundResponse } from './outbound.ts';
import { OutboundError, toOutboundError } from './outbound-error.ts';

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
    const handler = createHandler({ host: url.host, wanted, resolve, reject });
    if (handler.ended()) return;
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
      handler,
    );
  });
}

interface HandlerContext {
  readonly host: string;
  readonly wanted: OutboundRequest;
  readonly resolve: (response: OutboundResponse) => void;
  readonly reject: (error: OutboundError) => void;
}

function createHandler({
  host,
  wanted,
  resolve,
  reject,
}: HandlerContext): Dispatcher.DispatchHandler & { ended(): boolean } {
  let controller: Dispatcher.DispatchController | undefined;
  let failure: OutboundError | undefined;
  let answer: { status: number; headers: IncomingHttpHeaders } | undefined;
  const chunks: Buffer[] = [];
  let received = 0;

  const settle = () => {
    clearTimeout(timer);
    wanted.signal?.removeEventListener('abort', onAbort);
  };
  const fail = (error: OutboundError) => {
    if (failure !== undefined) return;
    failure = error;
    settle();
    controller?.abort(error);
    reject(error);
  };
  const onAbort = () => fail(new OutboundError('network', { host, cause: wanted.signal?.reason }));
  const timer = setTimeout(() => fail(new OutboundError('timeout', { host })), wanted.timeoutMs);
  wanted.signal?.addEventListener('abort', onAbort, { once: true });
  if (wanted.signal?.aborted === true) onAbort();

  return {
    ended: () => failure !== undefined,
    onRequestStart(started) {
      controller = started;
      // Given up while it waited for a connection: it must not be sent now.
      if (failure !== undefined) started.abort(failure);
    },
    onResponseStart(_controller, status, headers) {
      if (status < 200) return;
      if (status >= 300 && status < 400) return fail(new OutboundError('redirect', { host }));
      if (Number(headers['content-length']) > wanted.maxBytes)
        return fail(new OutboundError('too-large', { host }));
      answer = { status, headers };
    },
    onResponseData(_controller, chunk) {
      received += chunk.length;
      if (received > wanted.maxBytes) return fail(new OutboundError('too-large', { host }));
      chunks.push(chunk);
    },
    onResponseEnd() {
      if (failure !== undefined || answer === undefined) return;
      settle();
      resolve({
        status: answer.status,
        headers: joinHeaders(answer.headers),
        body: decode(chunks, received),
      });
    },
    onResponseError(_controller, error) {
      fail(toOutboundError(error, host));
    },
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
