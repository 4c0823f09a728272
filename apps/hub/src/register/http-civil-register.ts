/**
 * The civil register over its GET/XML protocol (spec/identity "Civil register"). Owns the waiting: one bounded retry, a
 * circuit breaker, and the rule that every failure is an answer. What the answers mean for a login is core's.
 */
import type { CivilRegister, Clock, PivotIdentity, RegisterAnswer } from '@garance/core';
import { type Outbound, OutboundError } from '@garance/web/outbound';
import { type BreakerState, createCircuitBreaker } from './circuit-breaker.ts';
import { parseAnswer } from './parse-answer.ts';
import { queryUrl } from './query.ts';

export interface HttpCivilRegisterOptions {
  readonly url: string;
  readonly outbound: Outbound;
  readonly clock: Clock;
  /** Of one attempt, in milliseconds. Default 3 000. */
  readonly timeoutMs?: number;
  /** Default: open for 15 s after 5 failed look-ups in a row. */
  readonly breaker?: { readonly failures: number; readonly openMs: number };
  readonly onBreakerChange?: (state: BreakerState) => void;
}

/** A person's answer is a few hundred bytes. */
const maxBytes = 16_384;

type Attempt = { readonly answer: RegisterAnswer } | { readonly failure: 'transient' | 'final' | 'aborted' };

export function createHttpCivilRegister(options: HttpCivilRegisterOptions): CivilRegister {
  const { url, outbound, clock, timeoutMs = 3_000 } = options;
  const breaker = createCircuitBreaker({
    clock,
    ...(options.breaker ?? { failures: 5, openMs: 15_000 }),
    ...(options.onBreakerChange !== undefined && { onChange: options.onBreakerChange }),
  });

  const attempt = async (identity: PivotIdentity, signal: AbortSignal | undefined): Promise<Attempt> => {
    try {
      const { status, body } = await outbound.request({
        url: queryUrl(url, identity),
        accept: 'application/xml, text/xml',
        timeoutMs,
        maxBytes,
        ...(signal !== undefined && { signal }),
      });
      if (status >= 500) return { failure: 'transient' };
      if (status === 429) return { failure: 'final' };
      return { answer: status === 200 ? parseAnswer(body) : { kind: 'invalid-request' } };
    } catch (error) {
      if (signal?.aborted === true) return { failure: 'aborted' };
      const reason = error instanceof OutboundError ? error.reason : 'network';
      if (reason === 'too-large' || reason === 'redirect') return { answer: { kind: 'invalid-request' } };
      // Who has waited for a whole timeout is not made to wait for another.
      return { failure: reason === 'network' ? 'transient' : 'final' };
    }
  };

  return {
    async lookUp(identity, signal) {
      const permit = breaker.enter();
      if (permit === undefined) return { kind: 'unavailable' };
      let outcome = await attempt(identity, signal);
      if ('failure' in outcome && outcome.failure === 'transient') outcome = await attempt(identity, signal);
      if ('answer' in outcome) {
        permit.succeeded();
        return outcome.answer;
      }
      if (outcome.failure === 'aborted') permit.abandoned();
      else permit.failed();
      return { kind: 'unavailable' };
    },
  };
}
