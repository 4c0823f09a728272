import type { PublicNameProblem } from '@garance/core';
import { createMessages } from '@garance/web/view';

/** Why a name cannot be shown to others, and what to write instead. `longest` in characters. */
export const nameProblems = createMessages<Record<PublicNameProblem, (longest: number) => string>>({
  fr: {
    missing: () => 'Écrivez un nom, avec au moins une lettre ou un chiffre.',
    'too-long': (longest) => `${longest} caractères au plus.`,
    'line-break': () => 'Écrivez le nom sur une seule ligne.',
    'hidden-character': () =>
      'Ce nom contient un caractère invisible ou qui change le sens de lecture. Effacez-le et saisissez-le à la main.',
    'web-address': () =>
      'Un nom ne contient pas d’adresse de site. Écrivez par exemple « Impôts » et non « impots.gouv.fr », et une espace après un point.',
  },
  en: {
    missing: () => 'Write a name, with at least one letter or digit.',
    'too-long': (longest) => `${longest} characters at most.`,
    'line-break': () => 'Write the name on one line.',
    'hidden-character': () =>
      'This name holds a character that is invisible or changes the reading direction. Delete it and type it by hand.',
    'web-address': () =>
      'A name holds no address of a web site. Write for example “Taxes” rather than “taxes.example”, and a space after a full stop.',
  },
});
