import type { ErrorCode } from '@garance/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CookieJar } from './browser.ts';
import type { HubDeps } from './deps.ts';
import type { KnownService } from './pages/way-back.ts';

/** What the routes know about a request besides its outcome, for the trace. */
export interface Traced {
  /** The client, or the client id that the request claims. */
  readonly clientId?: string | undefined;
  /** Reference of the login (`StoredRequest.reference`). */
  readonly reference?: string | undefined;
  /** Id of the identity provider, from the address or the login. */
  readonly providerId?: string | undefined;
  /** Reason why the login had failed before, on the page that says so. */
  readonly failure?: ErrorCode | undefined;
}

/** A request and its reply, with what both need: created once per request by the routes. */
export interface Visit {
  readonly deps: HubDeps;
  readonly jar: CookieJar;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** The browser's secret, when it was created by this request. */
  readonly browserSecret?: string;
  /** Service of a login that was found: error pages link to it. */
  readonly service?: KnownService;
  /** Current address of this browser's login, when the requested one is a former one. */
  readonly loginHref?: string;
  /** Facts for the trace besides the outcome. */
  readonly traced?: Traced;
  /** The request was sent by a form of the service: browsers apply its `form-action` to the redirects of the hub. */
  readonly byForm?: boolean;
}
