import type { HubId, Provider } from '@garance/core';
import type { ProviderRefusal } from '@garance/store';
import { Button, ButtonGroup, CopyableCode, SafeLink, Select, Table, Tag } from '@garance/web/view';
import { hubLabel, hubSlug } from '../../../objects/hubs.ts';
import { FileForm } from '../../../parts/documents/documents.tsx';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { PortalPage } from '../../../parts/page.tsx';
import type { ProviderCheck } from './discovery.ts';
import { ProviderForm, type ProviderFormProps } from './form-page.tsx';
import { RefusalTable } from './refusals.tsx';
import { type ProviderDone, providerTexts } from './texts.ts';

export const statusTones = { active: 'success', maintenance: 'warning', disabled: 'neutral' } as const;
const root = '/administration/providers';

interface ListProps {
  readonly context: PortalPageContext;
  readonly hubs: readonly HubId[];
  readonly hub: HubId;
  readonly providers: readonly Provider[];
}

export function ProviderListPage({ context, hubs, hub, providers }: ListProps) {
  const { locale } = context;
  const texts = providerTexts(locale);
  return (
    <PortalPage context={context} title={texts.title} width="wide" backHref="/administration">
      <form method="get" action={root} class="garance-filters">
        <Select
          id="hub"
          name="hub"
          label={texts.hub}
          value={hubSlug(hub)}
          options={hubs.map((item) => ({ value: hubSlug(item), label: hubLabel(item, locale) }))}
        />
        <Button variant="secondary">{texts.show}</Button>
      </form>
      <Button href={`${root}/${hubSlug(hub)}`}>{texts.new}</Button>
      <p class="govuk-body">
        <SafeLink href={`/administration/choice-page/${hubSlug(hub)}`}>{texts.choicePage}</SafeLink>
      </p>
      <Table
        caption={`${texts.title}, ${hubLabel(hub, locale)}`}
        columns={[texts.name, texts.status, texts.levels, { header: texts.order, numeric: true }]}
        rows={providers.map((provider) => [
          <SafeLink href={`${root}/${hubSlug(hub)}/${provider.id}`}>{provider.name}</SafeLink>,
          <StatusTags provider={provider} context={context} />,
          provider.levels.map((level) => texts.level[level]).join(', '),
          provider.displayOrder,
        ])}
        empty={texts.none}
      />
    </PortalPage>
  );
}

function StatusTags({ provider, context }: Pick<ProviderPageProps, 'provider' | 'context'>) {
  const texts = providerTexts(context.locale);
  const { hidden, beta, approval } = provider.display ?? {};
  const marks = [
    hidden === true && texts.marks.hidden,
    beta === true && texts.marks.beta,
    approval !== undefined && texts.marks.approval,
  ].filter((mark) => mark !== false);
  return (
    <>
      <Tag tone={statusTones[provider.status]}>{texts.statuses[provider.status]}</Tag>
      {marks.map((mark) => (
        <span key={mark}>
          {' '}
          <Tag tone="neutral">{mark}</Tag>
        </span>
      ))}
    </>
  );
}

export function NewProviderPage(props: ProviderFormProps) {
  const { context, hub, errors } = props;
  const texts = providerTexts(context.locale);
  return (
    <PortalPage context={context} title={texts.new} backHref={listHref(hub)} errors={errors}>
      <p class="govuk-body">{hubLabel(hub, context.locale)}</p>
      <ProviderForm {...props} existing={undefined} />
    </PortalPage>
  );
}

const listHref = (hub: HubId) => `${root}?hub=${hubSlug(hub)}`;

export interface ProviderPageProps extends ProviderFormProps {
  readonly provider: Provider;
  readonly callback: string;
  readonly statusCsrf: string;
  readonly testCsrf: string;
  readonly logoCsrf: string;
  readonly checks: readonly ProviderCheck[] | undefined;
  /** Newest first. */
  readonly refusals: readonly ProviderRefusal[];
  readonly done: ProviderDone | undefined;
}

export function ProviderPage(props: ProviderPageProps) {
  const { context, hub, provider, errors, done, checks } = props;
  const { locale } = context;
  const texts = providerTexts(locale);
  return (
    <PortalPage
      context={context}
      title={provider.name}
      backHref={listHref(hub)}
      errors={errors}
      done={done && texts.done[done]}
    >
      <p class="govuk-body">
        <StatusTags provider={provider} context={context} /> {hubLabel(hub, locale)}
      </p>
      {checks !== undefined && <Checks checks={checks} context={context} />}
      <StatusForms {...props} />
      <CopyableCode label={texts.callback} value={props.callback} />
      <RefusalTable locale={locale} refusals={props.refusals} />
      <ProviderForm {...props} existing={provider} />
      <LogoForm {...props} />
    </PortalPage>
  );
}

function Checks({
  checks,
  context,
}: Required<Pick<ProviderPageProps, 'context'>> & { readonly checks: readonly ProviderCheck[] }) {
  const texts = providerTexts(context.locale);
  return (
    <Table
      caption={texts.tested}
      columns={[texts.tested, texts.status]}
      rows={checks.map(({ code, ok, why }) => [
        texts.checks[code],
        <Tag tone={ok ? 'success' : 'error'}>
          {ok ? texts.passed : [texts.failed, why].filter(Boolean).join(' : ')}
        </Tag>,
      ])}
    />
  );
}

function StatusForms({ context, hub, provider, statusCsrf, testCsrf }: ProviderPageProps) {
  const texts = providerTexts(context.locale);
  const base = `${root}/${hubSlug(hub)}/${provider.id}`;
  const { status } = provider;
  return (
    <>
      <PortalForm action={`${base}/test`} csrf={testCsrf}>
        <Button variant="secondary">{texts.test}</Button>
      </PortalForm>
      <PortalForm action={`${base}/status`} csrf={statusCsrf}>
        {status !== 'disabled' && <p class="govuk-hint">{texts.disableHint}</p>}
        <ButtonGroup>
          {status !== 'active' && (
            <Button variant="secondary" name="status" value="active">
              {texts.activate}
            </Button>
          )}
          {status !== 'maintenance' && (
            <Button variant="secondary" name="status" value="maintenance">
              {texts.maintain}
            </Button>
          )}
          {status !== 'disabled' && (
            <Button variant="warning" name="status" value="disabled">
              {texts.disable}
            </Button>
          )}
        </ButtonGroup>
      </PortalForm>
    </>
  );
}

function LogoForm({ context, hub, provider, logoCsrf, errors }: ProviderPageProps) {
  const texts = providerTexts(context.locale);
  const action = `${root}/${hubSlug(hub)}/${provider.id}/logo`;
  return (
    <>
      <h2 class="govuk-heading-m">{texts.logo}</h2>
      {provider.logo !== undefined && <img src={action} alt={provider.name} width="80" height="80" />}
      <FileForm
        action={action}
        csrf={logoCsrf}
        name="logo"
        label={texts.logo}
        hint={texts.logoHint}
        errors={errors.logo === undefined ? [] : [errors.logo]}
        accept=".png,.svg,image/png,image/svg+xml"
        submit={texts.logoSend}
      />
    </>
  );
}
