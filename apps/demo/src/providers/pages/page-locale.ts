export type PageLocale = 'fr' | 'en';

interface LocaleHints {
  /** Chosen on the page itself. */
  readonly chosen?: string | null | undefined;
  /** OpenID Connect Core §3.1.2.1: space separated, in order of preference. */
  readonly uiLocales?: unknown;
  readonly acceptLanguage?: string | undefined;
}

/** The first wish that can be met; French otherwise. */
export function pageLocale({ chosen, uiLocales, acceptLanguage }: LocaleHints): PageLocale {
  const wishes = [
    chosen ?? '',
    ...(typeof uiLocales === 'string' ? uiLocales.split(' ') : []),
    ...(acceptLanguage ?? '').split(',').map((range) => range.trim()),
  ];
  for (const wish of wishes) {
    if (/^fr\b/i.test(wish)) return 'fr';
    if (/^en\b/i.test(wish)) return 'en';
  }
  return 'fr';
}
