import { negotiateLocale } from '@garance/web/server';
import { type Locale, locales } from '@garance/web/view';

interface LocaleHints {
  /** Language chosen on the page. */
  readonly chosen?: string | null | undefined;
  /** OpenID Connect Core §3.1.2.1: language tags, space separated, in order of preference. */
  readonly uiLocales?: unknown;
  readonly acceptLanguage?: string | undefined;
}

/** The language of a provider's page, in this order: chosen on the page, requested by the hub, set in the browser, French. */
export function pageLocale({ chosen, uiLocales, acceptLanguage }: LocaleHints): Locale {
  const tags = typeof uiLocales === 'string' ? uiLocales.split(' ') : [];
  const requested = tags.flatMap((tag) =>
    locales.filter((locale) => tag.toLowerCase().split('-')[0] === locale),
  );
  return negotiateLocale({ cookie: chosen ?? undefined, uiLocales: requested, acceptLanguage });
}
