import { assetUrl, Button, createMessages, Layout } from '@garance/web/view';
import { layoutProps, type PageContext } from './page-context.ts';

interface FormPostPageProps {
  readonly context: PageContext;
  /** The service's verified redirect URI. */
  readonly action: string;
  readonly fields: readonly (readonly [string, string])[];
}

const messages = createMessages({
  fr: {
    title: 'Retour vers le service',
    text: 'Un dernier clic pour retourner sur le service.',
    go: 'Continuer',
  },
  en: { title: 'Back to the service', text: 'One more click to go back to the service.', go: 'Continue' },
});

/** `response_mode=form_post` (OAuth 2.0 Form Post Response Mode): a form that works without script. */
export function FormPostPage({ context, action, fields }: FormPostPageProps) {
  const texts = messages(context.locale);
  return (
    <Layout {...layoutProps(context)} title={texts.title}>
      <h1 class="govuk-heading-l">{texts.title}</h1>
      <p class="govuk-body">{texts.text}</p>
      <form method="post" action={action} data-submit-at-once>
        {fields.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <Button>{texts.go}</Button>
      </form>
      <script type="module" src={assetUrl('submit-at-once.js')} />
    </Layout>
  );
}
