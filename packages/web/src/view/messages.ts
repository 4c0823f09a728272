import type { Locale } from './locale.ts';

/** The shape of one language's texts, as the other language must have it: same keys, same parameters. */
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
 * Texts of a page in both languages. French is written first and decides the keys; English must have exactly the
 * same ones, which the compiler checks. Interpolation is a function: `hello: (name: string) => …`.
 * @returns a function from locale to texts
 */
export function createMessages<T extends object>(texts: {
  readonly fr: T;
  readonly en: Translation<NoInfer<T>>;
}): (locale: Locale) => Translation<T> {
  const { fr, en } = texts as Readonly<Record<Locale, Translation<T>>>;
  return (locale) => (locale === 'fr' ? fr : en);
}
