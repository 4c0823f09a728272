import { type ErrorCode, getErrorDefinition } from '@garance/core';
import { type Locale, Page } from './page.tsx';

const texts = {
  fr: { title: 'Cette page ne peut pas s’ouvrir', occurrence: 'Référence\u00a0', home: 'Retour à l’accueil' },
  en: { title: 'This page cannot be opened', occurrence: 'Reference', home: 'Back to the home page' },
} as const;

/** Errors of this site: unknown address, unreadable form. */
export function FailurePage(props: {
  readonly locale: Locale;
  readonly code: ErrorCode;
  readonly occurrenceId: string;
}) {
  const { locale, code, occurrenceId } = props;
  const t = texts[locale];
  return (
    <Page context={{ locale, path: '/' }} title={t.title}>
      <p class="lead">{getErrorDefinition(code).citizen[locale]}</p>
      <p>
        {t.occurrence}: <code>{occurrenceId}</code>
      </p>
      <p>
        <a href="/">{t.home}</a>
      </p>
    </Page>
  );
}
