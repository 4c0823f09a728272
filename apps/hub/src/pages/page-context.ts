import type { Platform } from '@garance/core';
import type { Locale } from '@garance/web/view';
import type { HubConfig } from '../deps.ts';

/** What every page of a login is told: which platform, for which service, in which language. */
export interface PageContext {
  readonly locale: Locale;
  readonly platform: Platform;
  readonly platformName: string;
  readonly serviceName?: string;
  /** The same page in each language. */
  readonly languageHrefs?: Readonly<Record<Locale, string>>;
  readonly outsideProduction: boolean;
}

/** `path`: the page's own address without query, for the language switch; absent for pages answered to a form. */
export function pageContext(
  config: HubConfig,
  page: { readonly locale: Locale; readonly serviceName?: string; readonly path?: string },
): PageContext {
  const { locale, serviceName, path } = page;
  return {
    locale,
    platform: config.platform,
    platformName: config.platformName,
    outsideProduction: config.environment !== 'production',
    ...(serviceName !== undefined && { serviceName }),
    ...(path !== undefined && { languageHrefs: { fr: `${path}?lang=fr`, en: `${path}?lang=en` } }),
  };
}

/** The layout's share of the context. */
export function layoutProps(context: PageContext) {
  const { locale, platform, platformName, serviceName, languageHrefs, outsideProduction } = context;
  return {
    locale,
    platform,
    platformName,
    serviceName,
    languageHrefs,
    band: outsideProduction ? ('integration' as const) : undefined,
  };
}
