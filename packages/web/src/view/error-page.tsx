import { getErrorDefinition } from '@garance/core';
import { Button } from './components/button.tsx';
import { SupportReferences, type SupportReferencesProps } from './components/support-references.tsx';
import { Layout, type LayoutProps } from './layout.tsx';
import { createMessages } from './messages.ts';

export interface ErrorPageProps extends Omit<LayoutProps, 'title' | 'children'>, SupportReferencesProps {
  /** Link back to the service, or to try again. */
  readonly action?: { readonly href: string; readonly label: string } | undefined;
}

const messages = createMessages({
  fr: {
    notFound: 'Page introuvable',
    refused: 'Cette demande ne peut pas aboutir',
    failed: 'Le service rencontre une difficulté',
    slow: 'Un instant, s’il vous plaît',
  },
  en: {
    notFound: 'Page not found',
    refused: 'This request cannot go through',
    failed: 'The service is having a problem',
    slow: 'One moment, please',
  },
});

function heading(status: number): 'notFound' | 'slow' | 'refused' | 'failed' {
  if (status === 404) return 'notFound';
  if (status === 429) return 'slow';
  return status < 500 ? 'refused' : 'failed';
}

/** What happened, what to do next, and the references that support needs. */
export function ErrorPage({ code, occurrenceId, detail, action, ...layout }: ErrorPageProps) {
  const definition = getErrorDefinition(code);
  const texts = messages(layout.locale);
  const title = texts[heading(definition.status)];
  return (
    <Layout {...layout} title={title}>
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body-l">{definition.citizen[layout.locale]}</p>
      {action !== undefined && <Button href={action.href}>{action.label}</Button>}
      <SupportReferences code={code} occurrenceId={occurrenceId} detail={detail} />
    </Layout>
  );
}
