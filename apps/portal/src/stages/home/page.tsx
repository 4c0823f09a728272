import { Button, createMessages, Details, SafeLink } from '@garance/web/view';
import type { PortalPageContext } from '../../parts/layout.tsx';
import { PortalPage } from '../../parts/page.tsx';

const messages = createMessages({
  fr: {
    title: 'Raccordez votre service',
    intro:
      'Un seul endroit, de l’idée à la production, pour les deux plateformes : conditions d’éligibilité, demande d’habilitation, intégration, qualification, production.',
    start: 'Vérifier que mon service est éligible',
    signIn: 'Se connecter à l’espace partenaires',
    services: 'Voir mes services',
    sandbox: 'Essayer la connexion dans le bac à sable, sans habilitation',
    steps: 'Les étapes',
    step: [
      'Éligibilité : savoir tout de suite si votre service peut utiliser la plateforme.',
      'Habilitation : décrire le service, ses données et ses responsables ; réponse en cinq jours ouvrés.',
      'Intégration : des identifiants de test dès l’habilitation, des vérifications en direct, la trace de vos requêtes.',
      'Qualification : prouver que le service accepte et refuse ce qu’il doit.',
      'Production : des identifiants remis une seule fois, à la bonne personne.',
    ],
    demo: 'Cette fédération est une démonstration',
    demoText: 'Voir les adresses et les comptes de test',
  },
  en: {
    title: 'Connect your service',
    intro:
      'One place from idea to production, for both platforms: eligibility, habilitation request, integration, qualification, production.',
    start: 'Check that my service is eligible',
    signIn: 'Sign in to the partner space',
    services: 'See my services',
    sandbox: 'Try signing in in the sandbox, without a habilitation',
    steps: 'The steps',
    step: [
      'Eligibility: know at once whether your service may use the platform.',
      'Habilitation: describe the service, its data and its people; an answer within five working days.',
      'Integration: test credentials as soon as you are habilitated, live checks, the trace of your requests.',
      'Qualification: prove that the service accepts and refuses what it must.',
      'Production: credentials handed over once, to the right person.',
    ],
    demo: 'This federation is a demonstration',
    demoText: 'See the addresses and test accounts',
  },
});

interface HomePageProps {
  readonly context: PortalPageContext;
  /** Path of the embedded start's list of addresses and accounts. */
  readonly demoHref?: string;
}

/** Home page of the partner space. */
export function HomePage({ context, demoHref }: HomePageProps) {
  const texts = messages(context.locale);
  const signedIn = context.actor !== undefined;
  return (
    <PortalPage context={context} title={texts.title}>
      <p class="govuk-body-l">{texts.intro}</p>
      <Button href={signedIn ? '/services' : '/eligibility'}>
        {signedIn ? texts.services : texts.start}
      </Button>
      {!signedIn && (
        <p class="govuk-body">
          <SafeLink href="/sign-in">{texts.signIn}</SafeLink>
        </p>
      )}
      <p class="govuk-body">
        <SafeLink href="/sandbox">{texts.sandbox}</SafeLink>
      </p>
      <h2 class="govuk-heading-m">{texts.steps}</h2>
      <ol class="govuk-list govuk-list--number">
        {texts.step.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {demoHref !== undefined && (
        <Details summary={texts.demo} open>
          <SafeLink href={demoHref}>{texts.demoText}</SafeLink>
        </Details>
      )}
    </PortalPage>
  );
}
