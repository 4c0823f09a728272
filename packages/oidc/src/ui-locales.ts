import { type Locale, locales } from '@garance/core';
import { words } from './params.ts';

/** Languages of the pages among those preferred (BCP 47 tags, most wanted first); regions are set aside: `fr-CA` is `fr`. */
export function readUiLocales(value: string | undefined): readonly Locale[] {
  const languages = words(value).flatMap((tag) => tag.toLowerCase().split('-', 1));
  return [...new Set(languages)].filter((language): language is Locale =>
    locales.some((locale) => locale === language),
  );
}
