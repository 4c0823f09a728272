import type { ErrorCode, Registration } from '@garance/core';
import { type NamedFailure, type RawParams, single } from '@garance/oidc';
import type { UserinfoGrant } from './grant.ts';

/** The login that a step belongs to, for the trace and the counts; without personal data. */
export interface LoginFacts {
  readonly reference: string;
  readonly providerId?: string | undefined;
}

interface OfCaller {
  /** The requesting client, when known: for its trace, the rate of failures and the log. */
  readonly clientId?: string | undefined;
  readonly login?: LoginFacts | undefined;
}

/** Answer of an endpoint that a service calls directly (not through a browser). Always `no-store`. */
export type ApiOutcome = OfCaller &
  (
    | { readonly kind: 'json'; readonly status: number; readonly body: unknown }
    | { readonly kind: 'raw'; readonly status: number; readonly contentType: string; readonly body: string }
    | {
        readonly kind: 'error';
        readonly error: ErrorCode;
        readonly detail?: string | undefined;
        /** Name of the check that failed. */
        readonly check?: string | undefined;
        /** Challenge of a 401 answer. */
        readonly scheme?: 'Basic' | 'Bearer';
      }
  );

export type ApiError = Extract<ApiOutcome, { readonly kind: 'error' }>;

/** An answer that is no error. */
export type ApiAnswer = Exclude<ApiOutcome, { readonly kind: 'error' }>;

/** A call that a check refused, with what the checks before had established. */
interface Refused extends NamedFailure {
  readonly known: {
    readonly params: RawParams;
    readonly registration?: Registration | undefined;
    readonly grant?: Pick<UserinfoGrant, 'reference' | 'providerId'> | undefined;
  };
}

/**
 * The answer to a call that a check refused. It counts against the authenticated client, else against the client id
 * that the call claims.
 */
export function refusalOf({ error, detail, check, claimedClientId, known }: Refused): ApiError {
  const { params, registration, grant } = known;
  const clientId = registration?.clientId ?? claimedClientId ?? single(params, 'client_id');
  return {
    kind: 'error',
    error,
    detail,
    check,
    clientId: clientId?.slice(0, 255),
    login: grant && loginOf(grant),
  };
}

export function loginOf({
  reference,
  providerId,
}: Pick<UserinfoGrant, 'reference' | 'providerId'>): LoginFacts {
  return { reference, providerId };
}
