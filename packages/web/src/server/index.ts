// Importing this entry also adds the types of `request.cookies` and `reply.setCookie` to Fastify's.
export type { CookieSerializeOptions } from '@fastify/cookie';
export type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
export { registerAssets } from './assets.ts';
export { buildServer, type ServerOptions, type ServerTimeouts } from './build-server.ts';
export { type CookieNameParts, type CookieOptions, cookieName, cookieOptions } from './cookies.ts';
export { checkCsrf, checkSameSite, csrfToken } from './csrf.ts';
export { type SendErrorOptions, sendError } from './errors.ts';
export type { AnswerKind, Site } from './kit.ts';
export { type LocaleSources, negotiateLocale } from './locale.ts';
export { createPino, type PinoOptions } from './logging.ts';
export {
  callerKey,
  callerNetwork,
  callerSite,
  type RateLimitOptions,
  rateLimitByAddress,
} from './rate-limit.ts';
export { rawQuery } from './raw-query.ts';
export { type ReadinessCheck, type ReadinessOptions, registerReadiness, runChecks } from './readiness.ts';
export {
  buildMetricsServer,
  createMetrics,
  createRequestMeter,
  type MeasureRequests,
  type Metrics,
} from './register-metrics.ts';
export { scrubErrorText } from './scrub.ts';
export { anyHttpsOrigin, loopbackOrigins } from './security-headers.ts';
export { type SendPageOptions, sendPage } from './send-page.ts';
