import type { Platform } from '@garance/core';
import { Button, formatDate, platformNames, SafeLink, Tag, type TagProps } from '@garance/web/view';
import type { Organisation } from '../../../objects/account/tables/accounts.ts';
import { presentRequestState } from '../../../objects/request/request-states.ts';
import type { HabilitationRequest } from '../../../objects/request/tables/requests.ts';
import type { StageState } from '../../../objects/service/stage-state.ts';
import type { Service } from '../../../objects/service/table.ts';
import { nextAction, type PlatformPath } from '../../../objects/service-path.ts';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { PortalPage } from '../../../parts/page.tsx';
import { serviceTexts } from '../texts.ts';

export interface ServicePageProps {
  readonly context: PortalPageContext;
  readonly service: Service;
  readonly organisation: Organisation;
  readonly paths: readonly PlatformPath[];
  /** Requests that have ended. */
  readonly earlier: readonly HabilitationRequest[];
  /** Tokens of the forms that create a request; absent when the platform has one, or without the right. */
  readonly requestCsrf: Readonly<Partial<Record<Platform, string>>>;
  /** The service has one platform and may add the other with prefilled answers. */
  readonly mayAddPlus: boolean;
}

const tones: Readonly<Record<StageState['state'], NonNullable<TagProps['tone']>>> = {
  not_yet: 'neutral',
  to_do: 'accent',
  in_progress: 'accent',
  waiting: 'warning',
  done: 'success',
  stopped: 'error',
};

/** A service: its path on each platform, and the next action. */
export function ServicePage(props: ServicePageProps) {
  const { context, service, organisation, paths, earlier } = props;
  const { locale } = context;
  const texts = serviceTexts(locale);
  const primary = paths.map((path) => nextAction(path)).find((action) => action !== undefined);
  // Without another action, the next one is a request for the first platform that has none.
  const askFirst =
    primary === undefined ? paths.find(({ platform }) => props.requestCsrf[platform]) : undefined;
  return (
    <PortalPage context={context} title={service.name} backHref="/services">
      <p class="govuk-body-l">{[organisation.name, organisation.siret].filter(Boolean).join(' · ')}</p>
      {primary !== undefined && <Button href={primary.href}>{primary.label[locale]}</Button>}
      {paths.map((path) => (
        <PathSection key={path.platform} path={path} props={props} isPrimary={path === askFirst} />
      ))}
      {earlier.length > 0 && (
        <>
          <h2 class="govuk-heading-m">{texts.requests}</h2>
          <ul class="govuk-list">
            {earlier.map(({ id, title, platform, state, createdAtMs }) => (
              <li key={id}>
                <SafeLink href={`/requests/${id}`}>
                  {`${title} (${platformNames[platform]}, ${formatDate(locale, createdAtMs)})`}
                </SafeLink>{' '}
                <Tag tone={presentRequestState(state).tone}>{presentRequestState(state).label[locale]}</Tag>
              </li>
            ))}
          </ul>
        </>
      )}
      <ul class="govuk-list">
        <li>
          <SafeLink href={`/support?service=${service.id}`}>{texts.support}</SafeLink>
        </li>
        <li>
          <SafeLink href={`/organisations/${organisation.id}`}>{texts.members}</SafeLink>
        </li>
      </ul>
    </PortalPage>
  );
}

interface PathSectionProps {
  readonly path: PlatformPath;
  readonly props: ServicePageProps;
  readonly isPrimary: boolean;
}

function PathSection({ path, props, isPrimary }: PathSectionProps) {
  const { context, service, requestCsrf, mayAddPlus } = props;
  const { locale } = context;
  const texts = serviceTexts(locale);
  const { platform, stages } = path;
  const csrf = requestCsrf[platform];
  const plus = platform === 'plus' && mayAddPlus;
  const variant = isPrimary ? 'primary' : 'secondary';
  return (
    <section aria-labelledby={`path-${platform}`}>
      <h2 class="govuk-heading-m" id={`path-${platform}`}>
        {platformNames[platform]}
      </h2>
      <ol class="garance-path">
        {stages.map(([name, { state, label, action }]) => (
          <li key={name}>
            <span class="garance-path__name">{texts.stages[name]}</span>
            <Tag tone={tones[state]}>{label?.[locale] ?? texts.states[state]}</Tag>
            {action !== undefined && (
              <SafeLink href={action.href}>
                {action.label[locale]}
                <span class="govuk-visually-hidden"> ({platformNames[platform]})</span>
              </SafeLink>
            )}
          </li>
        ))}
      </ol>
      {csrf !== undefined && plus && (
        <Button variant={variant} href={`/services/${service.id}/add-plus`}>
          {texts.addPlus}
        </Button>
      )}
      {csrf !== undefined && !plus && (
        <PortalForm action={`/services/${service.id}/requests`} csrf={csrf}>
          <input type="hidden" name="platform" value={platform} />
          <Button variant={variant}>{texts.request(platformNames[platform])}</Button>
        </PortalForm>
      )}
    </section>
  );
}
