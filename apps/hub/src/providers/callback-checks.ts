import type { ProviderEndpoints } from '@garance/core';
import { applyChecks, type Check } from './check-table.ts';
import { type RedemptionResult, refused } from './provider-answer.ts';
import { readProviderError } from './provider-error.ts';

type Callback = Readonly<Record<string, string>>;

interface CallbackContext {
  readonly endpoints: ProviderEndpoints;
  readonly state: string;
}

/** Checks before anything in the callback is trusted, an error included. */
const checks: readonly Check<Callback, CallbackContext>[] = [
  {
    // RFC 6749 §10.12: the answer belongs to the request this browser made.
    name: 'state',
    error: 'provider.state',
    passes: (callback, { state }) => callback.state === state,
  },
  {
    // RFC 9207 §2.4: mix-up. An `iss` that is present must be right even when the provider does not announce the
    // parameter.
    name: 'iss parameter',
    error: 'provider.issuer_parameter',
    passes: ({ iss }, { endpoints }) =>
      iss === undefined ? !endpoints.issParameter : iss === endpoints.issuer,
  },
  {
    // An answer is a code or an error, never both.
    name: 'code or error',
    error: 'provider.code_missing',
    passes: ({ code, error }) => (code !== undefined && code !== '') !== (error !== undefined),
  },
];

/** The authorization code of a valid callback; `refused` when the provider answered with an error. */
export function judgeCallback(callback: Callback, context: CallbackContext): RedemptionResult<string> {
  const judged = applyChecks(checks, callback, context);
  if (!judged.ok) return judged;
  const { code, error } = callback;
  if (code !== undefined) return { ok: true, value: code };
  const outcome = error === 'access_denied' ? 'provider.cancelled' : 'provider.answered_error';
  return refused(outcome, 'answer', readProviderError(callback));
}
