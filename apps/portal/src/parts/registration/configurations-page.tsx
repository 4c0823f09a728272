import type { Registration } from '@garance/core';
import { Button, CopyableCode, createMessages } from '@garance/web/view';
import type { PortalPageContext } from '../layout.tsx';
import type { RegistrationScope } from '../scope/registration-scope.ts';
import { configurations } from './configurations/generators.ts';
import { type Settings, settingsOf } from './configurations/settings.ts';
import { Frame } from './frame.tsx';

const messages = createMessages({
  fr: {
    title: 'Configurations',
    intro: 'Faites à partir de la version publiée : il ne manque que le secret.',
    issuer: 'Émetteur (issuer)',
    clientId: 'Identifiant client (client_id)',
    discovery: 'Adresse de découverte',
    empty: 'Publiez d’abord une version : les configurations en sont tirées.',
    register: 'Enregistrer le service',
  },
  en: {
    title: 'Configurations',
    intro: 'Made from the published version: only the secret is missing.',
    issuer: 'Issuer',
    clientId: 'Client identifier (client_id)',
    discovery: 'Discovery address',
    empty: 'Publish a version first: configurations are made from it.',
    register: 'Register the service',
  },
});

export interface ConfigurationsPageProps {
  readonly context: PortalPageContext;
  readonly scope: RegistrationScope;
  readonly current: Registration | undefined;
}

/** The client's settings as configuration files of common products. */
export function ConfigurationsPage({ context, scope, current }: ConfigurationsPageProps) {
  const texts = messages(context.locale);
  if (current === undefined) {
    return (
      <Frame context={context} scope={scope} title={texts.title}>
        <p class="govuk-body">{texts.empty}</p>
        <Button href={`${scope.base}/registration`}>{texts.register}</Button>
      </Frame>
    );
  }
  const settings = settingsOf(current, scope.issuer);
  return (
    <Frame context={context} scope={scope} title={texts.title} width="wide">
      <p class="govuk-body">{texts.intro}</p>
      <CopyableCode label={texts.clientId} value={current.clientId} />
      <CopyableCode label={texts.issuer} value={settings.issuer} />
      <CopyableCode label={texts.discovery} value={settings.discovery} />
      <Configurations settings={settings} level={2} />
    </Frame>
  );
}

interface ConfigurationsProps {
  readonly settings: Settings;
  /** Heading level. */
  readonly level: 2 | 3;
}

/** One section per product. */
export function Configurations({ settings, level }: ConfigurationsProps) {
  const Heading = `h${level}` as const;
  return (
    <>
      {configurations.map(({ id, name, generate }) => (
        <section id={id} key={id} aria-labelledby={`${id}-title`}>
          <Heading class="govuk-heading-m" id={`${id}-title`}>
            {name}
          </Heading>
          <CopyableCode label={name} labelHidden value={generate(settings)} block />
        </section>
      ))}
    </>
  );
}
