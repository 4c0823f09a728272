import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import type { Brand } from '../view/brand.ts';
import type { ErrorPageProps } from '../view/error-page.tsx';
import type { LayoutProps } from '../view/layout.tsx';
import type { Locale } from '../view/locale.ts';
import type { SecurityHeaders } from './security-headers.ts';

/** How the pages that the server makes by itself (errors, not found) present themselves. */
export interface Site {
  readonly platform?: LayoutProps['platform'];
  readonly platformName?: string;
  readonly brand?: Brand;
  readonly band?: LayoutProps['band'];
  readonly siteLinks?: LayoutProps['siteLinks'];
}

/** What a server of this kit carries for its own helpers. */
export interface WebKit {
  readonly securityHeaders: SecurityHeaders;
  readonly site: Site;
  localeOf(request: FastifyRequest): Locale;
  errorPage(props: ErrorPageProps): VNode;
}

/** What a route answers to: people get pages, programs JSON. Declared as `config: { answers: 'page' }`. */
export type AnswerKind = 'page' | 'json';

declare module 'fastify' {
  interface FastifyInstance {
    garance: WebKit;
  }
  interface FastifyContextConfig {
    /** Decides the form of errors; without it the `Accept` header does. */
    answers?: 'page' | 'json';
  }
}

/** @throws when the server was not made by `buildServer` */
export function getKit(app: FastifyInstance): WebKit {
  return app.garance;
}
