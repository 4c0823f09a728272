import { type ErrorCode, getErrorDefinition } from '@garance/core';
import { Button } from './components/button.tsx';
import { CopyableCode } from './components/copyable-code.tsx';
import { Layout, type LayoutProps } from './layout.tsx';
import { createMessages } from './messages.ts';

export interface ErrorPageProps extends Omit<LayoutProps, 'title' | 'children'> {
  readonly code: ErrorCode;
  /** What the person quotes to support and the integrator looks up. */
  readonly occurrenceId: string;
  /** A parameter's or attribute's name, never its value. */
  readonly detail?: string | undefined;
  /** Way out: back to the service, or try again. */
  readonly action?: { readonly href: string; readonly label: string } | undefined;
}

const messages = createMessages({
  fr: {
    notFound: 'Page introuvable',
    refused: 'Cette demande ne peut pas aboutir',
    failed: 'Le service rencontre une difficulté',
    slow: 'Un instant, s’il vous plaît',
    help: 'Pour obtenir de l’aide, communiquez ces deux références. Elles ne contiennent aucune donnée personnelle.',
    code: 'Code',
    occurrence: 'Occurrence',
    concerns: (detail: string) => `Élément concerné : ${detail}`,
  },
  en: {
    notFound: 'Page not found',
    refused: 'This request cannot go through',
    failed: 'The service is having a problem',
    slow: 'One moment, please',
    help: 'To get help, quote these two references. They hold no personal data.',
    code: 'Code',
    occurrence: 'Occurrence',
    concerns: (detail) => `It concerns: ${detail}`,
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
      <div class="garance-references">
        <p class="govuk-body-s">{texts.help}</p>
        <CopyableCode label={texts.code} value={code} />
        <CopyableCode label={texts.occurrence} value={occurrenceId} />
        {detail !== undefined && <p class="govuk-body-s">{texts.concerns(detail)}</p>}
      </div>
    </Layout>
  );
}
