import { Page, type PageContext } from './page.tsx';

const texts = {
  fr: {
    title: 'Mes documents d’état civil',
    empty: 'Vous n’avez encore demandé aucun document.',
    back: 'Retour à mon espace',
  },
  en: {
    title: 'My civil-status documents',
    empty: 'You have not asked for any document yet.',
    back: 'Back to my space',
  },
} as const;

/** A page that needs the substantial level. */
export function DocumentsPage({ context }: { readonly context: PageContext }) {
  const t = texts[context.locale];
  return (
    <Page context={context} title={t.title}>
      <p>{t.empty}</p>
      <p>
        <a href="/account">{t.back}</a>
      </p>
    </Page>
  );
}
