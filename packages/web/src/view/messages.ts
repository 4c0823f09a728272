import type { Locale } from './locale.ts';

/** Type of the other languages' texts: the same keys and parameters as the first language's. */
export type Translation<T> = {
  readonly [Key in keyof T]: T[Key] extends (...parameters: infer Parameters) => string
    ? (...parameters: Parameters) => string
    : T[Key] extends string
      ? string
      : T[Key] extends object
        ? Translation<T[Key]>
        : T[Key];
};

/**
 * Texts of a page in both languages. The keys come from the French texts; the compiler checks that English has exactly
 * the same ones. Text with variables is a function: `hello: (name: string) => …`.
 * @returns a function from locale to texts
 */
export function createMessages<T extends object>(texts: {
  readonly fr: T;
  readonly en: Translation<NoInfer<T>>;
}): (locale: Locale) => Translation<T> {
  const { fr, en } = texts as Readonly<Record<Locale, Translation<T>>>;
  return (locale) => (locale === 'fr' ? fr : en);
}
