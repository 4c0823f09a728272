import { createMessages, Layout, SafeLink } from '@garance/web/view';
import { layoutProps, type PageContext } from './page-context.ts';

interface OnwardPageProps {
  readonly context: PageContext;
  readonly url: string;
  /** Name of the service or provider; the host of the address when it is unknown. */
  readonly name: string;
}

const messages = createMessages({
  fr: {
    title: (name: string) => `Vous continuez sur ${name}`,
    text: 'Si rien ne se passe, utilisez ce lien :',
    go: (name: string) => `Continuer sur ${name}`,
  },
  en: {
    title: (name) => `You are going on to ${name}`,
    text: 'If nothing happens, use this link:',
    go: (name) => `Continue to ${name}`,
  },
});

/**
 * The last page of the hub before another site. It redirects by itself, and has a link for browsers that forbid that. A
 * plain redirect fails in browsers that apply `form-action` to every redirect after a form (decision 0007).
 */
export function OnwardPage({ context, url, name }: OnwardPageProps) {
  const texts = messages(context.locale);
  return (
    <Layout {...layoutProps(context)} title={texts.title(name)}>
      <h1 class="govuk-heading-l">{texts.title(name)}</h1>
      <p class="govuk-body">{texts.text}</p>
      <p class="govuk-body">
        <SafeLink class="govuk-link" href={url}>
          {texts.go(name)}
        </SafeLink>
      </p>
    </Layout>
  );
}
