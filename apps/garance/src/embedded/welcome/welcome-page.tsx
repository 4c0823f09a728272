import { demoAccountLines, demoPassword, demoProviderProfiles } from '@garance/demo';
import {
  Button,
  createMessages,
  Details,
  Layout,
  type Locale,
  Notice,
  platformNames,
  Table,
} from '@garance/web/view';
import type { ComponentChildren } from 'preact';
import type { RunFile } from '../run-file.ts';

const messages = createMessages({
  fr: {
    title: 'Garance fonctionne',
    intro:
      'Une fédération d’identité complète tourne sur cette machine : quatre plateformes, trois fournisseurs d’identité, un registre d’état civil, un service et une messagerie. Tout y est fictif.',
    try: 'Essayer une connexion',
    tryText: 'Ouvrez le service de démonstration et connectez-vous avec l’un des comptes ci-dessous.',
    addresses: 'Adresses',
    what: 'Quoi',
    where: 'Adresse',
    accounts: 'Comptes de test',
    accountsText: 'Le mot de passe de tous les comptes :',
    login: 'Identifiant',
    person: 'Personne',
    trait: 'Pour essayer',
    providers: 'Comptes',
    partners: 'Comptes de l’espace partenaires',
    partnersText:
      'Demandez un code à l’une de ces adresses : il arrive dans la messagerie. La Mairie de Valgarance a un service à chaque étape. Les secrets des applications de codes sont dans var/run.json et dans le terminal.',
    email: 'Adresse',
    role: 'Rôle',
    secondFactor: 'Second facteur',
    app: 'application de codes',
    none: 'aucun',
    roles: {
      owner: 'Propriétaire',
      'technical-contact': 'Contact technique',
      contributor: 'Contribution',
      reader: 'Lecture',
      'legal-reviewer': 'Instruction des habilitations',
      'qualification-officer': 'Qualification',
      'support-agent': 'Assistance',
      operator: 'Exploitation',
    },
    clients: 'Clients enregistrés',
    platform: 'Plateforme',
    environment: 'Environnement',
    clientId: 'client_id',
    redirect: 'Adresses de retour',
    demo: 'Service de démonstration',
    mailbox: 'Messagerie',
    register: 'Registre d’état civil',
    json: 'Les mêmes informations, avec les secrets de test, sont dans le fichier var/run.json.',
    integration: 'intégration',
    production: 'production',
    issuer: (platform: string, environment: string) => `Plateforme ${platform}, ${environment}`,
  },
  en: {
    title: 'Garance is running',
    intro:
      'A whole identity federation runs on this machine: four hubs, three identity providers, a civil register, a service and a mailbox. Everything in it is fictional.',
    try: 'Try a sign-in',
    tryText: 'Open the demo service and sign in with one of the accounts below.',
    addresses: 'Addresses',
    what: 'What',
    where: 'Address',
    accounts: 'Test accounts',
    accountsText: 'The password of every account:',
    login: 'Login',
    person: 'Person',
    trait: 'To try',
    providers: 'Accounts',
    partners: 'Partner space accounts',
    partnersText:
      'Ask for a code at one of these addresses: it arrives in the mailbox. Mairie de Valgarance has a service at every stage. The secrets of the code apps are in var/run.json and in the terminal.',
    email: 'Address',
    role: 'Role',
    secondFactor: 'Second factor',
    app: 'code app',
    none: 'none',
    roles: {
      owner: 'Owner',
      'technical-contact': 'Technical contact',
      contributor: 'Contributor',
      reader: 'Reader',
      'legal-reviewer': 'Review of habilitations',
      'qualification-officer': 'Qualification',
      'support-agent': 'Support',
      operator: 'Operations',
    },
    clients: 'Registered clients',
    platform: 'Platform',
    environment: 'Environment',
    clientId: 'client_id',
    redirect: 'Redirect URIs',
    demo: 'Demo service',
    mailbox: 'Mailbox',
    register: 'Civil register',
    json: 'The same information, with the test secrets, is in the file var/run.json.',
    integration: 'integration',
    production: 'production',
    issuer: (platform, environment) => `Platform ${platform}, ${environment}`,
  },
});

interface WelcomePageProps {
  readonly locale: Locale;
  readonly run: RunFile;
}

/** Addresses, accounts, and a first link to try. */
export function WelcomePage({ locale, run }: WelcomePageProps) {
  const texts = messages(locale);
  return (
    <Layout
      locale={locale}
      title={texts.title}
      band="demonstration"
      width="wide"
      languageHrefs={{ fr: '?lang=fr', en: '?lang=en' }}
    >
      <h1 class="govuk-heading-l">{texts.title}</h1>
      <p class="govuk-body">{texts.intro}</p>
      <p class="govuk-body">{texts.tryText}</p>
      <Button href={run.demoService}>{texts.try}</Button>
      <h2 class="govuk-heading-m">{texts.addresses}</h2>
      <Table
        caption={texts.addresses}
        captionHidden
        columns={[{ header: texts.what }, { header: texts.where }]}
        rows={addressRows({ run, texts }).map(([what, where]) => [
          what,
          <a class="govuk-link garance-breakable" href={where}>
            {where}
          </a>,
        ])}
      />
      <h2 class="govuk-heading-m">{texts.accounts}</h2>
      <p class="govuk-body">
        {texts.accountsText} <code>{demoPassword}</code>
      </p>
      <Table
        caption={texts.accounts}
        captionHidden
        columns={[texts.person, texts.trait, texts.login, texts.providers].map((header) => ({ header }))}
        rows={people(locale)}
      />
      <h2 class="govuk-heading-m">{texts.partners}</h2>
      <p class="govuk-body">{texts.partnersText}</p>
      <PartnerTable run={run} texts={texts} />
      <Details summary={texts.clients}>
        <ClientTable run={run} texts={texts} />
      </Details>
      <Notice>
        <p class="govuk-body">{texts.json}</p>
      </Notice>
    </Layout>
  );
}

interface TableOfRun {
  readonly run: RunFile;
  readonly texts: ReturnType<typeof messages>;
}

function PartnerTable({ run, texts }: TableOfRun) {
  return (
    <Table
      caption={texts.partners}
      captionHidden
      columns={[texts.role, texts.email, texts.secondFactor].map((header) => ({ header }))}
      rows={run.partners.map(({ email, role, totpSecret }) => [
        texts.roles[role],
        <code class="garance-breakable">{email}</code>,
        totpSecret === undefined ? texts.none : texts.app,
      ])}
    />
  );
}

function ClientTable({ run, texts }: TableOfRun) {
  return (
    <Table
      caption={texts.clients}
      captionHidden
      columns={[texts.platform, texts.environment, texts.clientId, texts.redirect].map((header) => ({
        header,
      }))}
      rows={run.clients.map((client) => [
        client.platform,
        client.environment,
        <code>{client.clientId}</code>,
        client.redirectUris.join(' '),
      ])}
    />
  );
}

/** One row per person, with all accounts of that person. */
function people(locale: Locale): readonly (readonly ComponentChildren[])[] {
  const byLogin = Map.groupBy(demoAccountLines(), ({ login }) => login);
  return [...byLogin].map(([login, lines]) => [
    lines[0]?.person,
    lines[0]?.trait[locale],
    <code>{login}</code>,
    lines.map(({ provider }) => demoProviderProfiles[provider].name[locale]).join(', '),
  ]);
}

function addressRows({ run, texts }: TableOfRun): readonly (readonly [string, string])[] {
  const hubs = (['standard', 'plus'] as const).flatMap((platform) =>
    (['integration', 'production'] as const).map(
      (environment) =>
        [
          texts.issuer(platformNames[platform], texts[environment]),
          `${run.hubs[platform][environment]}/.well-known/openid-configuration`,
        ] as const,
    ),
  );
  return [
    [texts.demo, run.demoService],
    [texts.mailbox, run.mailbox],
    ...hubs,
    ...run.providers.map(({ name, issuer }) => [name, `${issuer}/.well-known/openid-configuration`] as const),
    [texts.register, run.civilRegister],
  ];
}
