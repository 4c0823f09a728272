import type { HubId, Provider } from '@garance/core';
import {
  Button,
  ButtonGroup,
  CopyableCode,
  Notice,
  RadioGroup,
  SafeLink,
  Select,
  Table,
  Tag,
  TextField,
} from '@garance/web/view';
import type { FieldErrors } from '../../../kit/form.ts';
import { PortalLayout, type PortalPageContext } from '../../../kit/layout.tsx';
import { FormErrors, HiddenFields, hasErrors } from '../../account/form-parts.tsx';
import { hubLabel, hubSlug } from '../hubs.ts';
import type { ProviderCheck } from './discovery.ts';
import type { ProviderValues } from './form.ts';
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
    <PortalLayout context={context} title={texts.title} width="wide" backHref="/administration">
      <h1 class="govuk-heading-l">{texts.title}</h1>
      <form method="get" action={root} class="garance-filters">
        <Select
          id="hub"
          name="hub"
          label={texts.hub}
          value={hubSlug(hub)}
          options={hubs.map((each) => ({ value: hubSlug(each), label: hubLabel(each, locale) }))}
        />
        <Button variant="secondary">{texts.show}</Button>
      </form>
      <Button href={`${root}/${hubSlug(hub)}`}>{texts.new}</Button>
      <Table
        caption={`${texts.title}, ${hubLabel(hub, locale)}`}
        columns={[
          { header: texts.name },
          { header: texts.status },
          { header: texts.levels },
          { header: texts.order, numeric: true },
        ]}
        rows={providers.map((provider) => [
          <SafeLink href={`${root}/${hubSlug(hub)}/${provider.id}`}>{provider.name}</SafeLink>,
          <Tag tone={statusTones[provider.status]}>{texts.statuses[provider.status]}</Tag>,
          provider.levels.map((level) => texts.level[level]).join(', '),
          provider.displayOrder,
        ])}
        empty={texts.none}
      />
    </PortalLayout>
  );
}

export interface ProviderFormProps {
  readonly context: PortalPageContext;
  readonly hub: HubId;
  readonly csrf: string;
  readonly values: ProviderValues;
  readonly errors: FieldErrors;
}

export function NewProviderPage(props: ProviderFormProps) {
  const { context, hub, errors } = props;
  const texts = providerTexts(context.locale);
  return (
    <PortalLayout context={context} title={texts.new} backHref={listHref(hub)} hasErrors={hasErrors(errors)}>
      <FormErrors errors={errors} />
      <h1 class="govuk-heading-l">{texts.new}</h1>
      <p class="govuk-body">{hubLabel(hub, context.locale)}</p>
      <ProviderForm {...props} existing={undefined} />
    </PortalLayout>
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
  readonly done: ProviderDone | undefined;
}

export function ProviderPage(props: ProviderPageProps) {
  const { context, hub, provider, errors, done, checks } = props;
  const { locale } = context;
  const texts = providerTexts(locale);
  return (
    <PortalLayout
      context={context}
      title={provider.name}
      backHref={listHref(hub)}
      hasErrors={hasErrors(errors)}
    >
      {done !== undefined && <Notice tone="success" title={texts.done[done]} />}
      <FormErrors errors={errors} />
      <h1 class="govuk-heading-l">{provider.name}</h1>
      <p class="govuk-body">
        <Tag tone={statusTones[provider.status]}>{texts.statuses[provider.status]}</Tag>{' '}
        {hubLabel(hub, locale)}
      </p>
      {checks !== undefined && <Checks checks={checks} context={context} />}
      <StatusForms {...props} />
      <CopyableCode label={texts.callback} value={props.callback} />
      <ProviderForm {...props} existing={provider} />
      <LogoForm {...props} />
    </PortalLayout>
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
      columns={[{ header: texts.tested }, { header: texts.status }]}
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
      <form method="post" action={`${base}/test`}>
        <HiddenFields csrf={testCsrf} />
        <Button variant="secondary">{texts.test}</Button>
      </form>
      <form method="post" action={`${base}/status`}>
        <HiddenFields csrf={statusCsrf} />
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
      </form>
    </>
  );
}

interface FormProps extends ProviderFormProps {
  readonly existing: Provider | undefined;
}

function ProviderForm({ context, hub, csrf, values, errors, existing }: FormProps) {
  const texts = providerTexts(context.locale);
  const base = `${root}/${hubSlug(hub)}`;
  const field = (name: Exclude<keyof ProviderValues, 'levels'>) => ({
    id: name,
    name,
    value: values[name],
    error: errors[name],
  });
  const same = (options: readonly string[]) => options.map((value) => ({ value, label: value }));
  const none = { value: '', label: texts.noEncryption };
  const byHand = existing?.source.kind === 'endpoints';
  return (
    <form method="post" action={existing === undefined ? base : `${base}/${existing.id}`} novalidate>
      <HiddenFields csrf={csrf} />
      <TextField {...field('name')} label={texts.name} hint={texts.nameHint} maxLength={100} />
      {existing === undefined && (
        <TextField {...field('id')} label={texts.id} hint={texts.idHint} width={20} />
      )}
      <TextField
        {...field('discovery_url')}
        type="url"
        label={texts.discovery}
        hint={byHand ? texts.endpoints : texts.discoveryHint}
        spellCheck={false}
      />
      <TextField {...field('client_id')} label={texts.clientId} spellCheck={false} />
      <TextField
        {...field('client_secret')}
        value=""
        type="password"
        label={texts.clientSecret}
        hint={texts.clientSecretHint}
        autoComplete="off"
      />
      <LevelBoxes context={context} values={values} errors={errors} />
      <Select
        {...field('auth_method')}
        label={texts.authMethod}
        options={same(['client_secret_post', 'client_secret_basic'])}
      />
      <Select {...field('signing_alg')} label={texts.signingAlg} options={same(['ES256', 'RS256'])} />
      <Select
        {...field('encryption_alg')}
        label={texts.encryptionAlg}
        options={[none, ...same(['RSA-OAEP-256', 'RSA-OAEP', 'ECDH-ES'])]}
      />
      <Select
        {...field('userinfo_format')}
        label={texts.userinfo}
        options={(['json', 'signed', 'nested'] as const).map((value) => ({
          value,
          label: texts.formats[value],
        }))}
      />
      <RadioGroup
        {...field('pkce')}
        legend={texts.pkce}
        options={[
          { value: 'yes', label: texts.passed },
          { value: '', label: texts.failed },
        ]}
      />
      <TextField
        {...field('display_order')}
        label={texts.order}
        hint={texts.orderHint}
        width={4}
        inputMode="numeric"
      />
      <TextField
        {...field('maintenance_fr')}
        label={texts.maintenanceFr}
        hint={texts.maintenanceHint}
        rows={2}
      />
      <TextField {...field('maintenance_en')} label={texts.maintenanceEn} rows={2} />
      <Button>{existing === undefined ? texts.create : texts.save}</Button>
    </form>
  );
}

function LevelBoxes({ context, values, errors }: Pick<FormProps, 'context' | 'values' | 'errors'>) {
  const texts = providerTexts(context.locale);
  const error = errors.levels;
  return (
    <div class={`govuk-form-group${error === undefined ? '' : ' govuk-form-group--error'}`}>
      <fieldset class="govuk-fieldset" aria-describedby="levels-hint">
        <legend class="govuk-fieldset__legend">{texts.levels}</legend>
        <div id="levels-hint" class="govuk-hint">
          {texts.levelsHint}
        </div>
        {error !== undefined && (
          <p id="levels-error" class="govuk-error-message">
            {error}
          </p>
        )}
        <div class="govuk-checkboxes">
          {(['eidas1', 'eidas2', 'eidas3'] as const).map((level, index) => (
            <div class="govuk-checkboxes__item" key={level}>
              <input
                class="govuk-checkboxes__input"
                type="checkbox"
                id={index === 0 ? 'levels' : `levels-${index + 1}`}
                name="levels"
                value={level}
                checked={values.levels.includes(level)}
              />
              <label
                class="govuk-label govuk-checkboxes__label"
                for={index === 0 ? 'levels' : `levels-${index + 1}`}
              >
                {texts.level[level]}
              </label>
            </div>
          ))}
        </div>
      </fieldset>
    </div>
  );
}

function LogoForm({ context, hub, provider, logoCsrf, errors }: ProviderPageProps) {
  const texts = providerTexts(context.locale);
  const action = `${root}/${hubSlug(hub)}/${provider.id}/logo`;
  return (
    <form method="post" action={action} enctype="multipart/form-data">
      <HiddenFields csrf={logoCsrf} />
      <h2 class="govuk-heading-m">{texts.logo}</h2>
      {provider.logo !== undefined && <img src={action} alt={provider.name} width="80" height="80" />}
      <div class={`govuk-form-group${errors.logo === undefined ? '' : ' govuk-form-group--error'}`}>
        <label class="govuk-label" for="logo">
          {texts.logo}
        </label>
        <div id="logo-hint" class="govuk-hint">
          {texts.logoHint}
        </div>
        {errors.logo !== undefined && <p class="govuk-error-message">{errors.logo}</p>}
        <input
          class="govuk-file-upload"
          type="file"
          id="logo"
          name="logo"
          accept=".png,.svg,image/png,image/svg+xml"
          aria-describedby="logo-hint"
        />
      </div>
      <Button variant="secondary">{texts.logoSend}</Button>
    </form>
  );
}
