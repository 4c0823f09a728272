import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Locale } from './locale.ts';

/** The language of the page, set by the layout. */
export const LocaleContext = createContext<Locale>('fr');

/** The language of the page in which the component stands. */
export function useLocale(): Locale {
  return useContext(LocaleContext);
}
