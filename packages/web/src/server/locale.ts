import type { Locale } from '../view/locale.ts';

export interface LocaleSources {
  /** `ui_locales` of the authorization request, preferred language first. */
  readonly uiLocales?: readonly Locale[] | undefined;
  /** Language chosen by the person on a page. */
  readonly cookie?: string | undefined;
  /** The browser's `Accept-Language`. */
  readonly acceptLanguage?: string | undefined;
}

function isLocale(value: string | undefined): value is Locale {
  return value === 'fr' || value === 'en';
}

function weight(parameters: readonly string[]): number {
  const quality = parameters.map((each) => /^\s*q=(\d(?:\.\d{1,3})?)\s*$/i.exec(each)?.[1]).find(Boolean);
  return quality === undefined ? 1 : Number(quality);
}

function fromAcceptLanguage(header: string): Locale | undefined {
  // Only the beginning of the header is read: its length is up to the client.
  const preferences = header
    .slice(0, 500)
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.split(';');
      return { language: tag.trim().toLowerCase().split('-')[0], quality: weight(parameters) };
    });
  const usable = preferences.filter(({ language, quality }) => isLocale(language) && quality > 0);
  usable.sort((a, b) => b.quality - a.quality);
  const best = usable[0]?.language;
  return isLocale(best) ? best : undefined;
}

/** The language of a page, in this order: chosen by the person, requested by the service, set in the browser, French. */
export function negotiateLocale({ uiLocales, cookie, acceptLanguage }: LocaleSources): Locale {
  if (isLocale(cookie)) return cookie;
  return uiLocales?.[0] ?? fromAcceptLanguage(acceptLanguage ?? '') ?? 'fr';
}
