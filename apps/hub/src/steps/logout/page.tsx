import { Button, createMessages, Layout, type Locale, Notice } from '@garance/web/view';
import { HiddenCsrf } from '../../pages/hidden-csrf.tsx';
import { layoutProps, type PageContext } from '../../pages/page-context.ts';
import { SubmitOnce } from '../../pages/submit-once.tsx';
import { backLabel, type KnownService } from '../../pages/way-back.ts';

const messages = createMessages({
  fr: {
    confirmTitle: 'Voulez-vous vous déconnecter ?',
    confirmText:
      'Le service ne nous a pas dit de quelle connexion il s’agit. Rien n’est fermé sans votre accord.',
    confirmNamed: (service: string) =>
      `${service} demande votre déconnexion, sans nous dire de quelle connexion il s’agit. Rien n’est fermé sans votre accord.`,
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
    confirmNamed: (service) =>
      `${service} asks to sign you out, without telling us which sign-in this is about. Nothing is closed without your agreement.`,
    confirm: 'Sign out',
    doneTitle: 'You are signed out',
    doneText: (platform) => `Your sign-in through ${platform} has ended. You can close this page.`,
    others: 'Remember to sign out of the service itself too if you are on a shared computer.',
  },
});

/** Link on the page of a refused request that names no service: the person can still sign out. */
export function signOutHere(locale: Locale): string {
  return messages(locale).confirm;
}

interface ConfirmProps {
  readonly context: PageContext;
  /** The service, when the request names one. */
  readonly service?: KnownService;
  readonly action: string;
  readonly csrf: string;
  /** Parameters of the request, sent again when the person agrees. */
  readonly fields: readonly (readonly [string, string])[];
}

/** Shown when there is no valid hint: another site must not be able to sign people out. */
export function ConfirmLogoutPage({ context, service, action, csrf, fields }: ConfirmProps) {
  const texts = messages(context.locale);
  return (
    <Layout {...layoutProps(context)} title={texts.confirmTitle}>
      <h1 class="govuk-heading-l">{texts.confirmTitle}</h1>
      <p class="govuk-body">{service === undefined ? texts.confirmText : texts.confirmNamed(service.name)}</p>
      <form method="post" action={action}>
        <HiddenCsrf token={csrf} />
        {fields.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <Button>{texts.confirm}</Button>
      </form>
      <BackToService context={context} service={service} />
      <SubmitOnce />
    </Layout>
  );
}

interface SignedOutProps {
  readonly context: PageContext;
  readonly service?: KnownService;
}

export function SignedOutPage({ context, service }: SignedOutProps) {
  const texts = messages(context.locale);
  return (
    <Layout {...layoutProps(context)} title={texts.doneTitle}>
      <h1 class="govuk-heading-l">{texts.doneTitle}</h1>
      <Notice tone="success" title={texts.doneText(context.platformName)}>
        <p class="govuk-body">{texts.others}</p>
      </Notice>
      <BackToService context={context} service={service} />
    </Layout>
  );
}

interface BackProps {
  readonly context: PageContext;
  readonly service: KnownService | undefined;
}

function BackToService({ context, service }: BackProps) {
  if (service === undefined) return null;
  return (
    <Button href={service.href} variant="quiet">
      {backLabel(context.locale, service.name)}
    </Button>
  );
}
