import { type Level, levelSatisfies } from '@garance/core';
import { Page, type PageContext } from './page.tsx';
import { SignInEntryList } from './sign-in-entry-list.tsx';

const texts = {
  fr: {
    'sign-in': 'S’identifier',
    'sign-up': 'Créer mon espace',
    intro: {
      'sign-in': 'Cette page vous est réservée\u00a0: identifiez-vous pour l’ouvrir.',
      'sign-up': 'Votre espace s’ouvre à votre première identification\u00a0: rien d’autre à remplir.',
    },
    higher:
      'Ces documents demandent un niveau de garantie plus élevé que celui de votre identification actuelle. Identifiez-vous à nouveau.',
    otherTitle: 'Sans compte',
    other: 'Vous pouvez aussi faire vos démarches à l’accueil de la mairie, avec une pièce d’identité.',
  },
  en: {
    'sign-in': 'Sign in',
    'sign-up': 'Open my space',
    intro: {
      'sign-in': 'This page is yours alone: identify yourself to open it.',
      'sign-up': 'Your space opens when you first identify yourself: nothing else to fill in.',
    },
    higher:
      'These documents need a higher assurance level than the one you signed in with. Identify yourself again.',
    otherTitle: 'Without an account',
    other: 'You can also come to the town hall’s front desk with an identity document.',
  },
} as const;

/** Asks the person to sign in: for a protected page, or again at a higher level. */
export function SignInPage({
  context,
  kind,
  returnTo,
  needed,
}: {
  readonly context: PageContext;
  readonly kind: 'sign-in' | 'sign-up';
  readonly returnTo?: string;
  /** Level that the page needs; absent when the person is not signed in. */
  readonly needed?: Level;
}) {
  const t = texts[context.locale];
  const target = returnTo === undefined ? {} : { returnTo };
  return (
    <Page context={context} title={t[kind]}>
      <p class="lead">{needed === undefined ? t.intro[kind] : t.higher}</p>
      <SignInEntryList
        locale={context.locale}
        {...target}
        only={(entry) => needed === undefined || levelSatisfies(entry.level, needed)}
      />
      <hr />
      <h2>{t.otherTitle}</h2>
      <p>{t.other}</p>
    </Page>
  );
}
