import { Button, createMessages, Layout, Notice } from '@garance/web/view';
import { HiddenCsrf } from '../../pages/hidden-csrf.tsx';
import { layoutProps, type PageContext } from '../../pages/page-context.ts';
import { SubmitOnce } from '../../pages/submit-once.tsx';

const messages = createMessages({
  fr: {
    confirmTitle: 'Voulez-vous vous déconnecter ?',
    confirmText:
      'Le service ne nous a pas dit de quelle connexion il s’agit. Rien n’est fermé sans votre accord.',
    confirm: 'Me déconnecter',
    doneTitle: 'Vous êtes déconnecté',
    doneText: (platform: string) =>
      `Votre connexion par ${platform} est terminée. Vous pouvez fermer cette page.`,
    others: 'Pensez aussi à vous déconnecter du service lui-même si vous utilisez un ordinateur partagé.',
  },
  en: {
    confirmTitle: 'Do you want to sign out?',
    confirmText:
      'The service did not tell us which sign-in this is about. Nothing is closed without your agreement.',
    confirm: 'Sign out',
    doneTitle: 'You are signed out',
    doneText: (platform) => `Your sign-in through ${platform} has ended. You can close this page.`,
    others: 'Remember to sign out of the service itself too if you are on a shared computer.',
  },
});

interface ConfirmProps {
  readonly context: PageContext;
  readonly action: string;
  readonly csrf: string;
}

/** Asked when no valid hint says whose logout this is: another site must not be able to sign people out. */
export function ConfirmLogoutPage({ context, action, csrf }: ConfirmProps) {
  const texts = messages(context.locale);
  return (
    <Layout {...layoutProps(context)} title={texts.confirmTitle}>
      <h1 class="govuk-heading-l">{texts.confirmTitle}</h1>
      <p class="govuk-body">{texts.confirmText}</p>
      <form method="post" action={action}>
        <HiddenCsrf token={csrf} />
        <Button>{texts.confirm}</Button>
      </form>
      <SubmitOnce />
    </Layout>
  );
}

export function SignedOutPage({ context }: { readonly context: PageContext }) {
  const texts = messages(context.locale);
  return (
    <Layout {...layoutProps(context)} title={texts.doneTitle}>
      <h1 class="govuk-heading-l">{texts.doneTitle}</h1>
      <Notice tone="success" title={texts.doneText(context.platformName)}>
        <p class="govuk-body">{texts.others}</p>
      </Notice>
    </Layout>
  );
}
