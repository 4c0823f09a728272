/** What scenarios of several families expect of a service, said once. */
import type { Localized } from '@garance/core';

export const nobodyIsSignedIn: Localized = {
  fr: 'Le service refuse cette réponse\u00a0: personne n’est connecté, et une page protégée ouverte ensuite ne s’affiche pas.',
  en: 'The service refuses this answer: nobody is signed in, and a protected page opened afterwards does not show.',
};

export const thePersonIsTold: Localized = {
  fr: 'Personne n’est connecté, et la personne lit une page qui le lui dit et lui propose de recommencer\u00a0: ni page blanche, ni trace technique, ni page du cadre logiciel, ni erreur 5xx, ni JSON.',
  en: 'Nobody is signed in, and the person reads a page that says so and offers to try again: no blank page, no stack trace, no framework’s page, no error 5xx, no JSON.',
};

export const thePersonIsSignedIn: Localized = {
  fr: 'La personne est connectée, et le service a demandé le jeton puis les informations de la personne.',
  en: 'The person is signed in, and the service has asked for the token, then for the person’s information.',
};
