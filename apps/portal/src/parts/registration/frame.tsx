import { createMessages, platformNames, Tag } from '@garance/web/view';
import type { ComponentChildren } from 'preact';
import type { FieldErrors } from '../../objects/form.ts';
import { PortalLayout, type PortalPageContext } from '../layout.tsx';
import type { HubScope } from '../scope/registration-scope.ts';

const messages = createMessages({
  fr: {
    sections: 'Intégration du service',
    overview: 'Vue d’ensemble',
    registration: 'Enregistrement',
    versions: 'Versions',
    secrets: 'Secrets',
    configurations: 'Configurations',
    identities: 'Comptes de test',
    trace: 'Trace',
    environments: { integration: 'Intégration', production: 'Production' },
  },
  en: {
    sections: 'Integration of the service',
    overview: 'Overview',
    registration: 'Registration',
    versions: 'Versions',
    secrets: 'Secrets',
    configurations: 'Configurations',
    identities: 'Test accounts',
    trace: 'Trace',
    environments: { integration: 'Integration', production: 'Production' },
  },
});

export interface FrameProps {
  readonly context: PortalPageContext;
  readonly scope: HubScope;
  readonly title: string;
  readonly width?: 'column' | 'wide';
  readonly errors?: FieldErrors | undefined;
  readonly children: ComponentChildren;
}

/** Frame of every page of the stage: service, platform, environment, and links to the other pages. */
export function Frame({ context, scope, title, width, errors, children }: FrameProps) {
  const texts = messages(context.locale);
  const { service, hub, base } = scope;
  return (
    <PortalLayout
      context={context}
      title={`${title} – ${service.name}`}
      backHref={`/services/${service.id}`}
      {...(width !== undefined && { width })}
      errors={errors}
    >
      <p class="garance-service">
        {service.name} <Tag>{platformNames[hub.platform]}</Tag>{' '}
        <Tag>{texts.environments[hub.environment]}</Tag>
      </p>
      <h1 class="govuk-heading-l">{title}</h1>
      <nav class="garance-menu" aria-label={texts.sections}>
        <ul>
          {sections(scope, texts).map(([path, label]) => (
            <li key={path}>
              <a
                href={`${base}${path}`}
                aria-current={context.path.split('?')[0] === `${base}${path}` ? 'page' : undefined}
              >
                {label}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {children}
    </PortalLayout>
  );
}

function sections(
  scope: HubScope,
  texts: ReturnType<typeof messages>,
): readonly (readonly [string, string])[] {
  if (scope.access === undefined) return [['', texts.overview]];
  const all: readonly (readonly [string, string, boolean])[] = [
    ['', texts.overview, true],
    ['/registration', texts.registration, scope.may('registration.edit')],
    ['/versions', texts.versions, true],
    ['/secrets', texts.secrets, true],
    ['/configurations', texts.configurations, true],
    ['/test-identities', texts.identities, true],
    ['/trace', texts.trace, scope.may('trace.view')],
  ];
  return all.filter(([, , shown]) => shown).map(([path, label]) => [path, label]);
}
