import { createMessages } from '@garance/web/view';
import { z } from 'zod';
import { plainOptions, withTexts } from '../../../objects/form/field.ts';

const texts = createMessages({
  fr: {
    labels: {
      loginUrl: 'Page de connexion',
      protectedUrl: 'Page protégée',
      signUpUrl: 'Page de création de compte (facultatif)',
      logoutUrl: 'Adresse de déconnexion (facultatif)',
      stepUpUrl: 'Page qui demande un niveau plus élevé (facultatif)',
      profileUrl: 'Page qui montre l’identité reçue (facultatif)',
      signedInKind: 'Ce qui montre qu’une personne est connectée',
      signedIn: 'Ce texte, ou ce sélecteur',
    },
    hints: {
      loginUrl:
        'Là où se trouve le bouton de connexion, ou l’adresse qui renvoie aussitôt vers la plateforme.',
      protectedUrl:
        'Ne montre son contenu qu’aux personnes connectées : elle prouve qu’un refus est un refus.',
      signUpUrl: 'Pour vérifier le bouton à cet endroit aussi.',
      logoutUrl: 'Sans elle, la déconnexion n’est pas vérifiée et la qualification ne peut être demandée.',
      stepUpUrl: 'Pour vérifier qu’un niveau faible n’ouvre pas ce qui en demande un plus élevé.',
      profileUrl: 'Sans elle, la page d’après connexion et la page protégée sont lues.',
      signedIn: 'Par exemple « Se déconnecter », ou #mon-compte.',
    },
    options: {
      signedInKind: { text: 'Un texte de la page', selector: 'Un élément de la page (sélecteur CSS)' },
    },
  },
  en: {
    labels: {
      loginUrl: 'Sign-in page',
      protectedUrl: 'Protected page',
      signUpUrl: 'Sign-up page (optional)',
      logoutUrl: 'Sign-out address (optional)',
      stepUpUrl: 'Page that needs a higher level (optional)',
      profileUrl: 'Page that shows the identity received (optional)',
      signedInKind: 'What shows that a person is signed in',
      signedIn: 'That text, or that selector',
    },
    hints: {
      loginUrl: 'Where the sign-in button is, or the address that leads to the platform at once.',
      protectedUrl: 'Shows its content to signed-in people only: it proves that a refusal is one.',
      signUpUrl: 'To look at the button there too.',
      logoutUrl: 'Without it sign-out is not verified, and qualification cannot be asked for.',
      stepUpUrl: 'To verify that a low level does not open what needs a higher one.',
      profileUrl: 'Without it the page after sign-in and the protected page are read.',
      signedIn: 'For example “Sign out”, or #my-account.',
    },
    options: {
      signedInKind: { text: 'A text on the page', selector: 'An element of the page (CSS selector)' },
    },
  },
});

/**
 * Addresses of the service's pages for the suite.
 * @param rule for an address; not needed by the page that shows the form
 */
export function runFields(rule: z.ZodType<unknown, string> = z.string()) {
  const address = { kind: 'text', maxLength: 1_000, rule } as const;
  return withTexts(
    [
      { ...address, name: 'loginUrl' },
      { kind: 'choice', name: 'signedInKind', options: plainOptions(['text', 'selector']) },
      { kind: 'text', name: 'signedIn', maxLength: 200, autoComplete: 'off' },
      { ...address, name: 'protectedUrl' },
      { ...address, name: 'signUpUrl', optional: true },
      { ...address, name: 'logoutUrl', optional: true },
      { ...address, name: 'stepUpUrl', optional: true },
      { ...address, name: 'profileUrl', optional: true },
    ],
    texts,
  );
}
