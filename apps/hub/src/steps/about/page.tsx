import { CopyableCode, createMessages, Layout, SafeLink } from '@garance/web/view';
import { layoutProps, type PageContext } from '../../pages/page-context.ts';

const messages = createMessages({
  fr: {
    title: (name: string) => `${name}, pour se connecter aux services en ligne`,
    intro: (name: string) =>
      `${name} relie un service en ligne au compte que vous avez déjà ailleurs. On y arrive par le bouton de connexion d’un service, jamais directement.`,
    citizen: 'Vous vouliez vous connecter ?',
    citizenText:
      'Retournez sur le site du service et utilisez son bouton de connexion. Aucune démarche ne commence sur cette page, et personne ne vous y demandera de mot de passe.',
    developer: 'Vous raccordez un service ?',
    developerText: 'Cette adresse est celle que votre application doit connaître :',
    issuer: 'Émetteur (issuer)',
    discovery: 'Document de découverte OpenID Connect',
    jwks: 'Clés publiques de signature',
    partners: 'Espace partenaires',
  },
  en: {
    title: (name: string) => `${name}, to sign in to online services`,
    intro: (name: string) =>
      `${name} connects an online service with an account that you already have elsewhere. You get here by the sign-in button of a service, never directly.`,
    citizen: 'You wanted to sign in?',
    citizenText:
      'Go back to the site of the service and use its sign-in button. Nothing begins on this page, and no one will ask you for a password here.',
    developer: 'You connect a service?',
    developerText: 'This is the address that your application must know:',
    issuer: 'Issuer',
    discovery: 'OpenID Connect discovery document',
    jwks: 'Public signing keys',
    partners: 'Partner space',
  },
});

interface AboutPageProps {
  readonly context: PageContext;
  readonly issuer: string;
  readonly discoveryUrl: string;
  readonly jwksUrl: string;
  /** Where services are registered, when the operator configures it. */
  readonly partnerSpaceUrl?: string;
}

/** Explains what this site is, with links for citizens and developers. */
export function AboutPage({ context, issuer, discoveryUrl, jwksUrl, partnerSpaceUrl }: AboutPageProps) {
  const texts = messages(context.locale);
  const title = texts.title(context.platformName);
  const links = [
    ...(partnerSpaceUrl === undefined ? [] : [[partnerSpaceUrl, texts.partners] as const]),
    [discoveryUrl, texts.discovery] as const,
    [jwksUrl, texts.jwks] as const,
  ];
  return (
    <Layout {...layoutProps(context)} title={title}>
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body-l">{texts.intro(context.platformName)}</p>
      <h2 class="govuk-heading-m">{texts.citizen}</h2>
      <p class="govuk-body">{texts.citizenText}</p>
      <h2 class="govuk-heading-m">{texts.developer}</h2>
      <p class="govuk-body">{texts.developerText}</p>
      <CopyableCode label={texts.issuer} value={issuer} />
      <ul class="govuk-list">
        {links.map(([href, label]) => (
          <li key={href}>
            <SafeLink href={href}>{label}</SafeLink>
          </li>
        ))}
      </ul>
    </Layout>
  );
}
