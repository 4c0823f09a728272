import { negotiateLocale } from '@garance/web/server';
import { type Locale, locales } from '@garance/web/view';

interface LocaleHints {
  /** Chosen on the page itself. */
  readonly chosen?: string | null | undefined;
  /** OpenID Connect Core §3.1.2.1: language tags, space separated, in order of preference. */
  readonly uiLocales?: unknown;
  readonly acceptLanguage?: string | undefined;
}

/** The language of a provider's page: chosen there, else what the hub asked for, else the browser's, else French. */
export function pageLocale({ chosen, uiLocales, acceptLanguage }: LocaleHints): Locale {
  const tags = typeof uiLocales === 'string' ? uiLocales.split(' ') : [];
  const wanted = tags.flatMap((tag) =>
    locales.filter((locale) => tag.toLowerCase().split('-')[0] === locale),
  );
  return negotiateLocale({ cookie: chosen ?? undefined, uiLocales: wanted, acceptLanguage });
}
