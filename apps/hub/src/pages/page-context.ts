import type { Platform } from '@garance/core';
import type { Locale } from '@garance/web/view';
import type { HubConfig } from '../hub-config.ts';
import { siteLinksOf } from './site-links.ts';

/** Common props of the pages of a login: platform, service, language. */
export interface PageContext {
  readonly locale: Locale;
  readonly platform: Platform;
  readonly platformName: string;
  readonly serviceName?: string;
  /** The same page in each language. */
  readonly languageHrefs?: Readonly<Record<Locale, string>>;
  readonly outsideProduction: boolean;
  readonly siteLinks: ReturnType<typeof siteLinksOf>;
}

interface PageFacts {
  readonly locale: Locale;
  readonly serviceName?: string;
  /** The page's own address without query, for the language switch; absent for pages answered to a form. */
  readonly path?: string;
  /** Query parameters that the page needs in the other language too. */
  readonly query?: readonly (readonly [string, string])[];
}

export function pageContext(config: HubConfig, page: PageFacts): PageContext {
  const { locale, serviceName, path, query = [] } = page;
  const inLanguage = (lang: Locale) =>
    `${path}?${new URLSearchParams([...query.map(([name, value]) => [name, value]), ['lang', lang]])}`;
  return {
    locale,
    platform: config.platform,
    platformName: config.platformName,
    outsideProduction: config.environment !== 'production',
    siteLinks: siteLinksOf(config),
    ...(serviceName !== undefined && { serviceName }),
    ...(path !== undefined && { languageHrefs: { fr: inLanguage('fr'), en: inLanguage('en') } }),
  };
}

/** Props of the layout. */
export function layoutProps(context: PageContext) {
  const { locale, platform, platformName, serviceName, languageHrefs, outsideProduction, siteLinks } =
    context;
  return {
    locale,
    platform,
    platformName,
    serviceName,
    languageHrefs,
    siteLinks,
    band: outsideProduction ? ('integration' as const) : undefined,
  };
}
