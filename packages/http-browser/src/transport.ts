import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { type AddressPolicy, createGuardedLookup, systemResolveAll, vetUrl } from '@garance/web/outbound';
import { BrokeOff, NoAnswerInTime } from './broke-off.ts';

export interface RawResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface TransportOptions {
  /**
   * Addresses that may be connected to, also by redirects (security.md 11). Absent in tests of our own servers only.
   */
  readonly policy?: AddressPolicy;
  /** Milliseconds from the first byte sent to the last one received; default 20 000. */
  readonly timeoutMs?: number;
  /** Maximum size of a body; default 5 MB. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

export type Send = (request: {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}) => Promise<RawResponse>;

/**
 * Sends one request without redirects or additional headers: `fetch` would rewrite the headers by which browsers are
 * recognised.
 */
export function createTransport(options: TransportOptions): Send {
  const { policy, timeoutMs = 20_000, maxBytes = 5_000_000, signal } = options;
  const lookup =
    policy === undefined ? undefined : (createGuardedLookup(policy, systemResolveAll) as LookupFunction);
  return ({ url, method, headers, body }) =>
    new Promise((resolve, reject) => {
      if (policy !== undefined) vetUrl(url, policy);
      const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
      const outgoing = start(
        url,
        {
          method,
          headers,
          agent: false,
          // Browsers tolerate what Node's parser refuses: Apache sends bytes after the end of some of its error pages.
          insecureHTTPParser: true,
          ...(lookup === undefined ? {} : { lookup }),
          ...(signal === undefined ? {} : { signal }),
        },
        (response) => {
          readBody(response, maxBytes).then(
            (text) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
            reject,
          );
        },
      );
      // Limits the whole exchange, so that a body sent slowly ends too.
      const timer = setTimeout(
        () => outgoing.destroy(new NoAnswerInTime(`no answer from ${url.origin} in ${timeoutMs} ms`)),
        timeoutMs,
      );
      outgoing.on('close', () => clearTimeout(timer));
      outgoing.on('error', reject);
      outgoing.end(body);
    });
}

function readBody(response: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let received = 0;
    response.on('data', (chunk: Buffer) => {
      received += chunk.length;
      if (received > maxBytes) response.destroy(new BrokeOff(`a body of more than ${maxBytes} bytes`));
      else chunks.push(chunk);
    });
    response.on('error', reject);
    response.on('aborted', () => reject(new BrokeOff('the answer broke off')));
    response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
}
