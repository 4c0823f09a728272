import { Page, type PageContext } from './page.tsx';

const texts = {
  fr: {
    title: 'Vous êtes déconnecté',
    everywhere: 'Votre session est fermée ici, et la plateforme a confirmé la déconnexion.',
    here: 'Votre session est fermée ici. Nous n’avons pas la confirmation de la plateforme\u00a0: sur un ordinateur partagé, fermez aussi le navigateur.',
    again: 'Retour à l’accueil',
  },
  en: {
    title: 'You are signed out',
    everywhere: 'Your session here is closed, and the platform confirmed that you are signed out.',
    here: 'Your session here is closed. The platform has not confirmed: on a shared computer, close the browser too.',
    again: 'Back to the home page',
  },
} as const;

/** The page after a logout, here or at the hub. */
export function SignedOutPage({
  context,
  confirmed,
}: {
  readonly context: PageContext;
  /** Whether the return from the hub contained the `state` of this browser's logout. */
  readonly confirmed: boolean;
}) {
  const t = texts[context.locale];
  return (
    <Page context={context} title={t.title}>
      <p data-logout={confirmed ? 'confirmed' : 'local'}>{confirmed ? t.everywhere : t.here}</p>
      <p>
        <a href="/">{t.again}</a>
      </p>
    </Page>
  );
}
