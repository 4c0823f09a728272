import { Page, type PageContext } from './page.tsx';

const texts = {
  fr: {
    title: 'S’identifier avec un compte existant',
    standard: 'Qu’est-ce que FranceConnect\u00a0?',
    standardText:
      'C’est une plateforme qui fait le lien entre un service et un compte que vous possédez déjà. Vous choisissez ce compte, vous vous identifiez chez lui, et le service reçoit seulement les informations affichées avant votre accord. Votre mot de passe n’est jamais transmis au service.',
    plus: 'Qu’est-ce que FranceConnect+\u00a0?',
    plusText:
      'C’est la même chose, avec des comptes dont la sécurité est renforcée, pour les démarches sensibles. Les niveaux de garantie substantiel et élevé sont définis par le règlement européen eIDAS\u00a0; les informations transmises sont chiffrées pour le service.',
    neutral:
      'Ce site est une démonstration\u00a0: il emploie une plateforme Garance qui suit les mêmes usages, sans lien avec un État.',
    back: 'Retour à l’accueil',
  },
  en: {
    title: 'Signing in with an account you have',
    standard: 'What is FranceConnect?',
    standardText:
      'It is a platform between a service and an account that you already own. You choose the account, identify yourself there, and the service receives only the information shown to you beforehand. Your password is never given to the service.',
    plus: 'What is FranceConnect+?',
    plusText:
      'It is the same, with accounts of reinforced security, for sensitive services. The substantial and high assurance levels are those of the European eIDAS regulation; the information is encrypted for the service.',
    neutral:
      'This site is a demonstration: it uses a Garance platform that follows the same customs, with no link to any State.',
    back: 'Back to the home page',
  },
} as const;

/** Explains FranceConnect and FranceConnect+ to visitors. */
export function AboutPage({ context }: { readonly context: PageContext }) {
  const t = texts[context.locale];
  return (
    <Page context={context} title={t.title}>
      <h2 id="standard">{t.standard}</h2>
      <p>{t.standardText}</p>
      <h2 id="plus">{t.plus}</h2>
      <p>{t.plusText}</p>
      <p class="note">{t.neutral}</p>
      <p>
        <a href="/">{t.back}</a>
      </p>
    </Page>
  );
}
