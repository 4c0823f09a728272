import type { HubId } from '@garance/core';
import { Button, CopyableCode, SafeLink, Select, SummaryList, Tag } from '@garance/web/view';
import type { Organisation } from '../../../objects/account/tables/accounts.ts';
import type { FormValues } from '../../../objects/form/field.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import { hubLabel, hubSlug } from '../../../objects/hubs.ts';
import { accessLifecycle } from '../../../objects/registration/lifecycle.ts';
import type { ClientRegistration } from '../../../objects/registration/tables/client-registrations.ts';
import type { RegistrationSummary } from '../../../objects/registration/tables/registration-search.ts';
import type { Service } from '../../../objects/service/table.ts';
import { Fields } from '../../../parts/form/field-view.tsx';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import { Filters, Queue, SearchField } from '../../../parts/queue/queue.tsx';
import type { Page } from '../../../parts/queue/read-page.ts';
import type { RequestContext } from '../../../parts/request-context.ts';
import { AdminPage } from '../page.tsx';
import { adminTexts } from '../texts.ts';
import { accessFields, reasonFields } from './fields.ts';

const root = '/administration/services';
const tones = { active: 'success', suspended: 'error' } as const;

interface ListProps {
  readonly visit: RequestContext;
  readonly hubs: readonly HubId[];
  readonly hub: HubId;
  readonly text: string;
  readonly status: string;
  readonly page: Page<RegistrationSummary>;
  readonly organisationOf: (id: string) => string;
}

export function ServiceListPage({ visit, hubs, hub, text, status, page, organisationOf }: ListProps) {
  const { locale } = visit;
  const texts = adminTexts(locale);
  return (
    <AdminPage visit={visit} path={page.currentHref} title={texts.services}>
      <Filters action={root}>
        <SearchField hint={texts.searchServices} value={text} />
        <Select
          id="hub"
          name="hub"
          label={texts.platform}
          value={hubSlug(hub)}
          options={hubs.map((item) => ({ value: hubSlug(item), label: hubLabel(item, locale) }))}
        />
        <Select
          id="status"
          name="status"
          label={texts.status}
          value={status}
          options={[
            { value: '', label: texts.all },
            { value: 'active', label: texts.statuses.active },
            { value: 'suspended', label: texts.statuses.suspended },
          ]}
        />
      </Filters>
      <Queue
        caption={texts.services}
        page={page}
        columns={[
          texts.name,
          texts.organisation,
          texts.clientId,
          { header: texts.version, numeric: true },
          texts.status,
        ]}
        cells={({ id, displayName, organisationId, clientId, version, status, isSandbox }) => [
          <>
            <SafeLink href={`${root}/${id}`}>{displayName}</SafeLink>{' '}
            {isSandbox && <Tag>{texts.sandbox}</Tag>}
          </>,
          organisationOf(organisationId),
          <code class="garance-breakable">{clientId}</code>,
          version,
          <Tag tone={tones[status]}>{texts.statuses[status]}</Tag>,
        ]}
        empty={texts.noServices}
      />
    </AdminPage>
  );
}

interface ServiceProps {
  readonly visit: RequestContext;
  readonly path: string;
  readonly registration: RegistrationSummary;
  readonly access: ClientRegistration | undefined;
  readonly service: Service | undefined;
  readonly organisation: Organisation | undefined;
  readonly event: 'suspend' | 'resume';
  readonly csrf: string;
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

export function ServicePage(props: ServiceProps) {
  const { visit, path, registration, access, service, organisation, event, csrf, values, errors } = props;
  const { locale } = visit;
  const texts = adminTexts(locale);
  return (
    <AdminPage visit={visit} path={path} title={registration.displayName} backHref={root} errors={errors}>
      <SummaryList
        rows={[
          { key: texts.platform, value: hubLabel(registration.hub, locale) },
          {
            key: texts.status,
            value: <Tag tone={tones[registration.status]}>{texts.statuses[registration.status]}</Tag>,
          },
          ...(registration.isSandbox ? [{ key: texts.kind, value: texts.sandbox }] : []),
          ...(access?.reason === undefined ? [] : [{ key: texts.whySuspended, value: access.reason }]),
          { key: texts.organisation, value: organisation?.name ?? '' },
          { key: texts.version, value: registration.version },
        ]}
      />
      <CopyableCode label={texts.clientId} value={registration.clientId} />
      {service !== undefined && (
        <p class="govuk-body">
          <SafeLink href={`/services/${service.id}`}>{texts.openService}</SafeLink>
        </p>
      )}
      {access !== undefined && accessLifecycle.states[access.state].final ? (
        <p class="govuk-body">{texts.revoked}</p>
      ) : (
        <PortalForm action={`${path}/${event}`} csrf={csrf}>
          {event === 'suspend' && <p class="govuk-body">{texts.suspendHint}</p>}
          <Fields
            fields={access === undefined ? reasonFields : accessFields}
            {...{ locale, values, errors }}
          />
          <Button variant={event === 'suspend' ? 'warning' : 'primary'}>{texts[event]}</Button>
        </PortalForm>
      )}
    </AdminPage>
  );
}
