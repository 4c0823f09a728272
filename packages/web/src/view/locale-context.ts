import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Locale } from './locale.ts';

/** Set by the layout, so that no field has to be told the language it stands in. */
export const LocaleContext = createContext<Locale>('fr');

export function useLocale(): Locale {
  return useContext(LocaleContext);
}
