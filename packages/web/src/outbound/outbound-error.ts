/** Why an outbound request did not yield an answer. */
export type OutboundFailure =
  /** The address, or one of those the name resolves to, is not one this hub may connect to. */
  | 'blocked-address'
  /** The port is none of those that may be connected to. */
  | 'blocked-port'
  /** Scheme not allowed by policy, credentials in the URL, or no URL at all. */
  | 'blocked-scheme'
  /** The server answered with a redirect; none is followed (it would escape the vetting). */
  | 'redirect'
  /** The total time, from name resolution to the last byte, is over. */
  | 'timeout'
  /** The body is larger than allowed. */
  | 'too-large'
  /** Anything else between here and there: refused, reset, name unknown, TLS, malformed HTTP, aborted. */
  | 'network';

/** The one error an outbound request rejects with. The message names the host at most, never path, query, headers or body. */
export class OutboundError extends Error {
  readonly reason: OutboundFailure;

  constructor(reason: OutboundFailure, options: { readonly host?: string; readonly cause?: unknown } = {}) {
    super(options.host === undefined ? reason : `${reason}: ${options.host}`, { cause: options.cause });
    this.name = 'OutboundError';
    this.reason = reason;
  }
}

/** Node wraps what a lookup or socket reports: finds the {@link OutboundError} inside, or makes a `network` one. */
export function toOutboundError(error: unknown, host: string): OutboundError {
  for (let inner = error, depth = 0; inner instanceof Error && depth < 4; inner = inner.cause, depth += 1) {
    if (inner instanceof OutboundError) return inner;
    if ('code' in inner && inner.code === 'UND_ERR_CONNECT_TIMEOUT') {
      return new OutboundError('timeout', { host, cause: error });
    }
  }
  return new OutboundError('network', { host, cause: error });
}
