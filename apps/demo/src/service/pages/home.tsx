import { Page, type PageContext } from './page.tsx';
import { SignInEntryList } from './sign-in-entry-list.tsx';
import { TryForm } from './try-form.tsx';

const texts = {
  fr: {
    title: 'Bienvenue à Montfleury',
    intro:
      'Inscrivez un enfant à la cantine, demandez un document ou suivez un dossier sans vous déplacer. Choisissez comment vous identifier.',
    signIn: 'S’identifier',
    signedIn: 'Vous êtes identifié.',
    goToAccount: 'Ouvrir mon espace',
  },
  en: {
    title: 'Welcome to Montfleury',
    intro:
      'Register a child for school meals, ask for a document or follow a case without leaving home. Choose how to identify yourself.',
    signIn: 'Identify yourself',
    signedIn: 'You are signed in.',
    goToAccount: 'Open my space',
  },
} as const;

/** The home page: the sign-in entries, and the form for other parameters. */
export function HomePage({ context }: { readonly context: PageContext }) {
  const t = texts[context.locale];
  return (
    <Page context={context} title={t.title}>
      <p class="lead">{t.intro}</p>
      {context.signOutToken === undefined ? null : (
        <p class="note">
          {t.signedIn} <a href="/account">{t.goToAccount}</a>
        </p>
      )}
      <h2>{t.signIn}</h2>
      <SignInEntryList locale={context.locale} />
      <TryForm locale={context.locale} />
    </Page>
  );
}
