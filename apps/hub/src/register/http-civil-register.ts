/**
 * The civil register over its GET/XML protocol (spec/identity "Civil register"). Owns timeouts, one retry and the
 * circuit breaker; every failure becomes an answer. Core decides what an answer means for a login.
 */
import type { CivilRegister, Clock, PivotIdentity, RegisterAnswer } from '@garance/core';
import { type Outbound, OutboundError, type OutboundResponse } from '@garance/web/outbound';
import { type BreakerState, createCircuitBreaker } from './circuit-breaker.ts';
import { maxAnswerLength, parseAnswer } from './parse-answer.ts';
import { queryUrl } from './query.ts';

export interface HttpCivilRegisterOptions {
  readonly url: string;
  readonly outbound: Outbound;
  readonly clock: Clock;
  /** Timeout of one attempt, in milliseconds. Default 3 000. */
  readonly timeoutMs?: number;
  /** Default: open for 15 s after 5 consecutive failures. */
  readonly breaker?: { readonly failures: number; readonly openMs: number };
  readonly onBreakerChange?: (state: BreakerState) => void;
}

type Attempt =
  | { readonly answer: RegisterAnswer }
  | { readonly failure: 'transient' | 'final' | 'aborted'; readonly reason: string };

/**
 * Creates the client of the national register. Its look-ups never reject: failures are answers.
 * @see spec/identity "Civil register"
 */
export function createHttpCivilRegister(options: HttpCivilRegisterOptions): CivilRegister {
  const { url, outbound, clock, timeoutMs = 3_000 } = options;
  const breaker = createCircuitBreaker({
    clock,
    ...(options.breaker ?? { failures: 5, openMs: 15_000 }),
    ...(options.onBreakerChange !== undefined && { onChange: options.onBreakerChange }),
  });

  const attempt = async (identity: PivotIdentity, signal: AbortSignal | undefined): Promise<Attempt> => {
    try {
      return attemptOf(
        await outbound.request({
          url: queryUrl(url, identity),
          accept: 'application/xml, text/xml',
          timeoutMs,
          maxBytes: maxAnswerLength,
          ...(signal !== undefined && { signal }),
        }),
      );
    } catch (error) {
      if (signal?.aborted === true) return { failure: 'aborted', reason: 'given up' };
      const kind = error instanceof OutboundError ? error.reason : 'network';
      const reason = [kind, codeOf(error)].filter((part) => part !== undefined).join(' ');
      if (kind === 'too-large' || kind === 'redirect') return { answer: { kind: 'invalid-request', reason } };
      // After a whole timeout there is no retry, so that the person waits for one only.
      return { failure: kind === 'network' ? 'transient' : 'final', reason };
    }
  };

  return {
    async lookUp(identity, signal) {
      const permit = breaker.enter();
      if (permit === undefined) return { kind: 'unavailable', reason: 'circuit breaker open' };
      let outcome = await attempt(identity, signal);
      if ('failure' in outcome && outcome.failure === 'transient') outcome = await attempt(identity, signal);
      if ('answer' in outcome) {
        permit.succeeded();
        return outcome.answer;
      }
      if (outcome.failure === 'aborted') permit.abandoned();
      else permit.failed();
      return { kind: 'unavailable', reason: outcome.reason };
    },
  };
}

/** Only 200 has an answer; statuses that may change shortly are tried once more. */
function attemptOf({ status, headers, body }: OutboundResponse): Attempt {
  const reason = `HTTP ${status}`;
  if (status >= 500 || status === 408) return { failure: 'transient', reason };
  if (status === 429) return { failure: 'final', reason };
  if (status !== 200) return { answer: { kind: 'invalid-request', reason } };
  // The body was decoded as UTF-8; the charset of the header takes precedence over the document's (RFC 7303 §3.2).
  const charset =
    /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec((headers['content-type'] ?? '').slice(0, 256))?.[1] ?? 'utf-8';
  return charset.toLowerCase() === 'utf-8'
    ? { answer: parseAnswer(body) }
    : { answer: { kind: 'invalid-request', reason: 'charset' } };
}

/** System code of the failure: `ECONNREFUSED`, `ERR_TLS_CERT_ALTNAME_INVALID`. */
function codeOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : undefined;
}
