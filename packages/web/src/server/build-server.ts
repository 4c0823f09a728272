import cookie from '@fastify/cookie';
import { type FastifyInstance, type FastifyRequest, fastify, LogController } from 'fastify';
import type { Logger } from 'pino';
import type { VNode } from 'preact';
import { ErrorPage, type ErrorPageProps } from '../view/error-page.tsx';
import type { Locale } from '../view/locale.ts';
import { endConnectionsOnClose } from './end-connections.ts';
import { handleError, sendError } from './errors.ts';
import { addRawFormBody } from './form-body.ts';
import { getKit, type Site } from './kit.ts';
import { negotiateLocale } from './locale.ts';
import { createPino, occurrenceLabel } from './logging.ts';
import { createOccurrenceIds } from './occurrence-id.ts';
import { createSecurityHeaders } from './security-headers.ts';

export interface ServerTimeouts {
  /** Limit for receiving all headers; also closes connections that send nothing. */
  readonly headersMs: number;
  /** Limit for receiving the whole request. */
  readonly requestMs: number;
  /** Limit for an idle kept-alive connection. */
  readonly keepAliveMs: number;
  /** Interval at which the first two limits are checked. */
  readonly checkMs: number;
}

export interface ServerOptions {
  /** Name of the server in its log when no logger is given. */
  readonly name: string;
  readonly logger?: Logger;
  /** Addresses or networks of proxies whose `X-Forwarded-For` is trusted. Default: none. */
  readonly trustProxy?: readonly string[];
  /** Public origin of the site; https enables HSTS. */
  readonly issuerOrigin: string;
  /** Largest body in bytes; default 65,536. */
  readonly bodyLimitBytes?: number;
  /** How error pages present themselves. */
  readonly site?: Site;
  /** Origins of images besides the site's own. */
  readonly imageOrigins?: readonly string[];
  /** Name of the cookie that keeps the chosen language. */
  readonly languageCookie?: string;
  /** Language of error pages and of the not-found page; default: from the language cookie and `Accept-Language`. */
  readonly localeOf?: (request: FastifyRequest) => Locale;
  /** Replaces the error page. */
  readonly errorPage?: (props: ErrorPageProps) => VNode;
  readonly timeouts?: Partial<ServerTimeouts>;
  /** Whether it answers `/healthz`; default true. */
  readonly health?: boolean;
}

const defaultTimeouts: ServerTimeouts = {
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 65_000,
  checkMs: 5_000,
};

function createFastify(options: ServerOptions, timeouts: ServerTimeouts): FastifyInstance {
  const logger = options.logger ?? createPino({ name: options.name, level: 'info' });
  const app = fastify({
    loggerInstance: logger,
    requestIdHeader: false,
    genReqId: createOccurrenceIds(),
    // Fastify's own lines contain addresses; `logResponses` writes lines without them.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: occurrenceLabel }),
    trustProxy: options.trustProxy === undefined ? false : [...options.trustProxy],
    bodyLimit: options.bodyLimitBytes ?? 65_536,
    requestTimeout: timeouts.requestMs,
    keepAliveTimeout: timeouts.keepAliveMs,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 300 },
    http: {
      headersTimeout: timeouts.headersMs,
      connectionsCheckingInterval: timeouts.checkMs,
      // Avoids stream events for the absent body of most requests.
      optimizeEmptyRequests: true,
    },
    frameworkErrors: (_error, _request, reply) => {
      // No hook runs for an address that cannot be decoded, so the headers are set here.
      reply.headers(getKit(reply.server).securityHeaders.common);
      sendError(reply, 'general.bad_request');
    },
  });
  return app as unknown as FastifyInstance;
}

function logResponses(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
    reply.log.info({ req: request, status: reply.statusCode, milliseconds }, 'answered');
    done();
  });
}

/**
 * Builds the HTTP server of an app: strict headers, cookies, forms as raw strings, timeouts, one error handler, a
 * not-found page, `/healthz`, and a log without personal data. Routes are added by the caller; it does not listen yet.
 */
export function buildServer(options: ServerOptions): FastifyInstance {
  const app = createFastify(options, { ...defaultTimeouts, ...options.timeouts });
  const https = new URL(options.issuerOrigin).protocol === 'https:';
  const securityHeaders = createSecurityHeaders({ https, imageOrigins: options.imageOrigins ?? [] });
  const { languageCookie } = options;
  const localeOf = (request: FastifyRequest) =>
    negotiateLocale({
      cookie: languageCookie === undefined ? undefined : request.cookies?.[languageCookie],
      acceptLanguage: request.headers['accept-language'],
    });
  app.decorate('garance', {
    securityHeaders,
    site: options.site ?? {},
    localeOf: options.localeOf ?? localeOf,
    errorPage: options.errorPage ?? ErrorPage,
  });
  app.register(cookie);
  addRawFormBody(app);
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(securityHeaders.common);
    done();
  });
  logResponses(app);
  endConnectionsOnClose(app);
  app.setErrorHandler(handleError);
  app.setNotFoundHandler((_request, reply) => sendError(reply, 'general.not_found'));
  if (options.health !== false) {
    app.get('/healthz', { config: { answers: 'json' }, logLevel: 'warn' }, () => ({ status: 'ok' }));
  }
  return app;
}
