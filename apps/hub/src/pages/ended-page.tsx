import { Button, createMessages, Layout } from '@garance/web/view';
import { layoutProps, type PageContext } from './page-context.ts';

/** `signed-in`: the service has redeemed the code. `waiting`: its answer has not been fetched yet. `over`: neither. */
export type HowItEnded = 'signed-in' | 'waiting' | 'over';

interface EndedPageProps {
  readonly context: PageContext;
  readonly how: HowItEnded;
  /** Target of the link: the answer that waits, else the service's site. */
  readonly href: string;
}

const messages = createMessages({
  fr: {
    'signed-in': {
      title: 'Vous êtes connecté',
      text: (service: string) => `La connexion à ${service} est faite. Vous n’avez rien d’autre à faire ici.`,
    },
    waiting: {
      title: 'Vous avez déjà répondu',
      text: (service: string) => `Il reste à retourner sur ${service}.`,
    },
    over: {
      title: 'Cette connexion est terminée',
      text: (service: string) =>
        `Retournez sur ${service}. Si vous n’y êtes pas connecté, recommencez de là.`,
    },
    go: (service: string) => `Aller sur ${service}`,
  },
  en: {
    'signed-in': {
      title: 'You are signed in',
      text: (service) => `You are signed in to ${service}. There is nothing else to do here.`,
    },
    waiting: {
      title: 'You have already answered',
      text: (service) => `All that is left is to go back to ${service}.`,
    },
    over: {
      title: 'This sign-in has ended',
      text: (service) => `Go back to ${service}. If you are not signed in there, start again from there.`,
    },
    go: (service) => `Go to ${service}`,
  },
});

/** Page for a person who comes back to a login that has ended: by a second click, a reload, the back button. */
export function EndedPage({ context, how, href }: EndedPageProps) {
  const texts = messages(context.locale);
  const service = context.serviceName ?? '';
  const { title, text } = texts[how];
  return (
    <Layout {...layoutProps(context)} title={title}>
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body-l">{text(service)}</p>
      <Button href={href}>{texts.go(service)}</Button>
    </Layout>
  );
}
