import type { ErrorCode } from '@garance/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CookieJar } from './browser.ts';
import type { HubDeps } from './deps.ts';
import type { KnownService } from './pages/way-back.ts';

/** What the routes know of a request beyond its outcome, for the trace. */
export interface Traced {
  /** The client, or who the request claims to come from. */
  readonly clientId?: string | undefined;
  /** Of the login (`StoredRequest.reference`). */
  readonly reference?: string | undefined;
  /** Of the identity provider, as the address or the login names it. */
  readonly providerId?: string | undefined;
  /** Why the login had already failed, on the page that says so. */
  readonly failure?: ErrorCode | undefined;
}

/** A request and its answer, with what both need: made once per request by the routes. */
export interface Visit {
  readonly deps: HubDeps;
  readonly jar: CookieJar;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** The browser's secret, when it was made in this very request. */
  readonly browserSecret?: string;
  /** Of a login that was found: error pages lead back there. */
  readonly service?: KnownService;
  /** Where this browser's login is, when the request was for where it no longer is. */
  readonly loginHref?: string;
  /** What the trace should know beyond the outcome. */
  readonly traced?: Traced;
  /** The request came by a form of the service's: browsers apply its `form-action` to our redirects. */
  readonly byForm?: boolean;
}
