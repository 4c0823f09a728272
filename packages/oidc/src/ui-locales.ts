import { type Locale, locales } from '@garance/core';
import { words } from './params.ts';

/**
 * Supported languages among the preferred ones (BCP 47 tags, in order of preference); regions are ignored: `fr-CA` is
 * `fr`.
 */
export function readUiLocales(value: string | undefined): readonly Locale[] {
  const languages = words(value).flatMap((tag) => tag.toLowerCase().split('-', 1));
  return [...new Set(languages)].filter((language): language is Locale =>
    locales.some((locale) => locale === language),
  );
}
