import Negotiator from 'negotiator';
import { type Locale, locales } from '../view/locale.ts';

export interface LocaleSources {
  /** `ui_locales` of the authorization request, preferred language first. */
  readonly uiLocales?: readonly Locale[] | undefined;
  /** Language chosen by the person on a page. */
  readonly cookie?: string | undefined;
  /** The browser's `Accept-Language`. */
  readonly acceptLanguage?: string | undefined;
}

function isLocale(value: string | undefined): value is Locale {
  return locales.some((locale) => locale === value);
}

/** A header is the caller's: only its beginning is read. Without one, or with `*`, the first of our languages. */
function fromAcceptLanguage(header: string): string | undefined {
  return new Negotiator({ headers: { 'accept-language': header.slice(0, 500) } }).language([...locales]);
}

/** The language of a page, in this order: chosen by the person, requested by the service, set in the browser, French. */
export function negotiateLocale({ uiLocales, cookie, acceptLanguage }: LocaleSources): Locale {
  if (isLocale(cookie)) return cookie;
  const preferred = uiLocales?.[0] ?? fromAcceptLanguage(acceptLanguage ?? '');
  return isLocale(preferred) ? preferred : 'fr';
}
