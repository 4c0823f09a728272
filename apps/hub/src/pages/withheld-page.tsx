import { createMessages, Layout } from '@garance/web/view';
import { layoutProps, type PageContext } from './page-context.ts';

const messages = createMessages({
  fr: {
    title: 'Réponse retenue',
    text: 'La suite de qualification apporte elle-même la réponse au service. Vous pouvez fermer cette page.',
  },
  en: {
    title: 'Answer withheld',
    text: 'The qualification suite brings the answer to the service itself. You can close this page.',
  },
});

/** Last page of a rehearsed login whose answer the qualification suite delivers itself. */
export function WithheldPage({ context }: { readonly context: PageContext }) {
  const texts = messages(context.locale);
  return (
    <Layout {...layoutProps(context)} title={texts.title}>
      <h1 class="govuk-heading-l">{texts.title}</h1>
      <p class="govuk-body">{texts.text}</p>
    </Layout>
  );
}
