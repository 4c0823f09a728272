import { createMessages, Layout, SafeLink } from '@garance/web/view';
import { layoutProps, type PageContext } from './page-context.ts';

const messages = createMessages({
  fr: {
    title: 'Un instant, s’il vous plaît',
    text: 'Votre réponse est en cours d’enregistrement.',
    go: 'Continuer',
  },
  en: { title: 'One moment, please', text: 'Your answer is being recorded.', go: 'Continue' },
});

/** Shown while another request is still writing the code of a decided login; the page reloads itself. */
export function WaitPage({ context, href }: { readonly context: PageContext; readonly href: string }) {
  const texts = messages(context.locale);
  return (
    <Layout {...layoutProps(context)} title={texts.title}>
      <h1 class="govuk-heading-l">{texts.title}</h1>
      <p class="govuk-body">{texts.text}</p>
      <p class="govuk-body">
        <SafeLink class="govuk-link" href={href}>
          {texts.go}
        </SafeLink>
      </p>
    </Layout>
  );
}
