import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import type { Brand } from '../view/brand.ts';
import type { ErrorPageProps } from '../view/error-page.tsx';
import type { LayoutProps } from '../view/layout.tsx';
import type { Locale } from '../view/locale.ts';
import type { SecurityHeaders } from './security-headers.ts';

/** Appearance of the pages that the server makes by itself (errors, not found). */
export interface Site {
  readonly platform?: LayoutProps['platform'];
  readonly platformName?: string;
  readonly brand?: Brand;
  readonly band?: LayoutProps['band'];
  readonly siteLinks?: LayoutProps['siteLinks'];
}

/** State that `buildServer` adds to a server for the functions of this package. */
export interface WebKit {
  readonly securityHeaders: SecurityHeaders;
  readonly site: Site;
  localeOf(request: FastifyRequest): Locale;
  errorPage(props: ErrorPageProps): VNode;
}

/** Form of a route's errors: pages for people, JSON for programs. Declared as `config: { answers: 'page' }`. */
export type AnswerKind = 'page' | 'json';

declare module 'fastify' {
  interface FastifyInstance {
    garance: WebKit;
  }
  interface FastifyContextConfig {
    /** Form of errors; without it the `Accept` header decides. */
    answers?: 'page' | 'json';
  }
}

/** The state added by `buildServer`. @throws when the server was not made by `buildServer` */
export function getKit(app: FastifyInstance): WebKit {
  return app.garance;
}
