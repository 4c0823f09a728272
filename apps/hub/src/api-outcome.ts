import type { ErrorCode } from '@garance/core';

/** What an endpoint that a service calls directly (not through a browser) answers. Always `no-store`. */
export type ApiOutcome =
  | {
      readonly kind: 'json';
      readonly status: number;
      readonly body: unknown;
      /** Whose request it was: for its trace. */
      readonly clientId?: string;
    }
  | {
      readonly kind: 'raw';
      readonly status: number;
      readonly contentType: string;
      readonly body: string;
      readonly clientId?: string;
    }
  | {
      readonly kind: 'error';
      readonly error: ErrorCode;
      readonly detail?: string | undefined;
      /** Who failed, when known: for the rate of failures and the log. */
      readonly clientId?: string | undefined;
      /** Which challenge a 401 carries. */
      readonly scheme?: 'Basic' | 'Bearer';
    };
