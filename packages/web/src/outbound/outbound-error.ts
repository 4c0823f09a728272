/** Why an outbound request failed. */
export type OutboundFailure =
  /** The address, or one of those that the name resolves to, is forbidden by the policy. */
  | 'blocked-address'
  /** The port is forbidden by the policy. */
  | 'blocked-port'
  /** Scheme forbidden by the policy, credentials in the URL, or not a URL. */
  | 'blocked-scheme'
  /** The server answered with a redirect; redirects are not followed, because their target is not checked. */
  | 'redirect'
  /** The time limit, counted from name resolution to the last byte, is over. */
  | 'timeout'
  /** The body is larger than allowed. */
  | 'too-large'
  /** Any other failure: connection refused or reset, unknown name, TLS, malformed HTTP, aborted. */
  | 'network';

/** The error of every failed outbound request. Its message contains at most the host; no path, query, headers or body. */
export class OutboundError extends Error {
  readonly reason: OutboundFailure;

  constructor(reason: OutboundFailure, options: { readonly host?: string; readonly cause?: unknown } = {}) {
    super(options.host === undefined ? reason : `${reason}: ${options.host}`, { cause: options.cause });
    this.name = 'OutboundError';
    this.reason = reason;
  }
}

/** Finds the {@link OutboundError} among the causes of an error of Node's, or makes a `network` one. */
export function toOutboundError(error: unknown, host: string): OutboundError {
  for (let inner = error, depth = 0; inner instanceof Error && depth < 4; inner = inner.cause, depth += 1) {
    if (inner instanceof OutboundError) return inner;
    if ('code' in inner && inner.code === 'UND_ERR_CONNECT_TIMEOUT') {
      return new OutboundError('timeout', { host, cause: error });
    }
  }
  return new OutboundError('network', { host, cause: error });
}
