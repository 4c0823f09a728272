import * as client from 'openid-client';

/** Why a sign-in failed. Contains names of checks and codes, never a token or an attribute. */
export type Refusal =
  /** The hub answered with an error; `code` and `description` are its texts. */
  | { readonly kind: 'hub'; readonly code: string; readonly description?: string }
  /** This service refused the answer; `check` names the failed check. */
  | { readonly kind: 'refused'; readonly check: string }
  /** No usable answer: network, time-out. */
  | { readonly kind: 'unreachable' };

/** Thrown by this service's own checks of an answer. */
export class RefusedAnswerError extends Error {
  readonly check: string;

  constructor(check: string) {
    super(check);
    this.name = 'RefusedAnswerError';
    this.check = check;
  }
}

const maxShownCharacters = 300;

/** The refusal for an error thrown during a sign-in. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof RefusedAnswerError) return { kind: 'refused', check: error.check };
  if (error instanceof client.AuthorizationResponseError || error instanceof client.ResponseBodyError) {
    return hubRefusal(error.error, error.error_description);
  }
  if (error instanceof client.WWWAuthenticateChallengeError) {
    return { kind: 'refused', check: `http_${error.status}` };
  }
  if (error instanceof client.ClientError) return refusalOfClientError(error);
  return { kind: 'unreachable' };
}

function hubRefusal(code: string, description: string | undefined): Refusal {
  const shown = code.slice(0, maxShownCharacters);
  return description === undefined
    ? { kind: 'hub', code: shown }
    : { kind: 'hub', code: shown, description: description.slice(0, maxShownCharacters) };
}

function refusalOfClientError(error: client.ClientError): Refusal {
  const code = error.code ?? 'OAUTH_UNKNOWN';
  if (code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT') return { kind: 'unreachable' };
  const name = comparedName(error.cause);
  return { kind: 'refused', check: name === undefined ? code : `${code}:${name}` };
}

/** Name of the claim, attribute or parameter whose comparison failed, from the chain of causes; never its value. */
function comparedName(cause: unknown): string | undefined {
  if (typeof cause !== 'object' || cause === null) return undefined;
  if ('claim' in cause && typeof cause.claim === 'string') return cause.claim;
  if ('attribute' in cause && typeof cause.attribute === 'string') return cause.attribute;
  return 'cause' in cause ? comparedName(cause.cause) : undefined;
}
