import type { OutboundResponse } from './exchange.ts';
import type { Outbound } from './outbound.ts';
import { OutboundError, type OutboundFailure } from './outbound-error.ts';

/** Result of a request: an HTTP status, or the reason why there is none. */
export type OutboundOutcome = number | OutboundFailure;

export interface ObservedRequest {
  /** Sent with the request. */
  readonly headers?: Readonly<Record<string, string>>;
  end(outcome: OutboundOutcome): void;
}

/** Called when a request begins. Neither it nor `end` may throw. */
export type ObserveRequests = () => ObservedRequest;

/** The same client; `observe` is called for its requests, but not for `fetch`. */
export function observeOutbound(outbound: Outbound, observe: ObserveRequests): Outbound {
  const request: Outbound['request'] = async (input): Promise<OutboundResponse> => {
    const { headers = {}, end } = observe();
    try {
      const answer = await outbound.request({ ...input, headers: { ...input.headers, ...headers } });
      end(answer.status);
      return answer;
    } catch (error) {
      end(error instanceof OutboundError ? error.reason : 'network');
      throw error;
    }
  };
  return { ...outbound, request };
}
