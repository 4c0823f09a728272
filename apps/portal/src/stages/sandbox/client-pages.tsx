import type { Registration } from '@garance/core';
import {
  Button,
  ButtonGroup,
  CopyableCode,
  Notice,
  platformNames,
  SafeLink,
  SummaryList,
  Tag,
} from '@garance/web/view';
import { textOf } from '../../objects/form/field.ts';
import { fieldLabels, linesOf } from '../../objects/registration/fields.ts';
import type { SandboxClient } from '../../objects/sandbox/table.ts';
import { PortalForm } from '../../parts/form/form-parts.tsx';
import { PortalLayout, type PortalPageContext } from '../../parts/layout.tsx';
import { PortalPage } from '../../parts/page.tsx';
import { settingsOf } from '../../parts/registration/configurations/settings.ts';
import { Configurations } from '../../parts/registration/configurations-page.tsx';
import { Trace, type TraceProps } from '../../parts/registration/trace-page.tsx';
import { sandboxTexts } from './texts.ts';

interface ClientProps {
  readonly context: PortalPageContext;
  readonly client: SandboxClient;
  readonly issuer: string;
}

interface ClientPageProps extends ClientProps {
  readonly registration: Registration;
  /** Right to change and remove it. */
  readonly mayEdit: boolean;
  /** Token of the form that renews the secret. */
  readonly renewCsrf: string;
  /** Address of the list of demo accounts. */
  readonly demoHref?: string;
}

/** One client: settings for the service, registered values, actions. */
export function SandboxClientPage(props: ClientPageProps) {
  const { context, client, issuer, registration, mayEdit, demoHref } = props;
  const { locale } = context;
  const texts = sandboxTexts(locale);
  const labels = fieldLabels(locale);
  const { form } = client;
  const name = textOf(form, 'displayName');
  const settings = settingsOf(registration, issuer);
  return (
    <PortalLayout context={context} title={`${name} – ${texts.title}`} backHref="/sandbox" width="wide">
      <p class="garance-service">
        <Tag>{platformNames[client.platform]}</Tag> <Tag>{texts.integration}</Tag> <Tag>{texts.sandbox}</Tag>
      </p>
      <h1 class="govuk-heading-l">{name}</h1>
      {registration.status === 'suspended' && (
        <Notice tone="warning">
          {texts.suspended} <SafeLink href="/support">{texts.askWhy}</SafeLink>
        </Notice>
      )}
      <h2 class="govuk-heading-m">{texts.settings}</h2>
      <CopyableCode label={texts.issuer} value={issuer} />
      <CopyableCode label={texts.clientId} value={client.clientId} />
      <CopyableCode label={texts.discovery} value={settings.discovery} />
      {!settings.usesSecret && <p class="govuk-body">{texts.byKey}</p>}
      <h2 class="govuk-heading-m">{texts.accounts}</h2>
      <p class="govuk-body">
        {texts.accountsText}{' '}
        {demoHref !== undefined && <SafeLink href={demoHref}>{texts.accountsLink}</SafeLink>}
      </p>
      <h2 class="govuk-heading-m">{texts.registered}</h2>
      <SummaryList
        rows={[
          { key: labels.redirectUris, value: <Lines lines={registration.redirectUris} /> },
          {
            key: labels.postLogoutRedirectUris,
            value: <Lines lines={linesOf(textOf(form, 'postLogoutRedirectUris'))} />,
          },
          { key: labels.authMethod, value: registration.auth.method },
          { key: labels.scopes, value: registration.scopes.join(' ') },
        ]}
      />
      <p class="govuk-body">
        <SafeLink href={`/sandbox/${client.id}/trace`}>{texts.traceLink}</SafeLink>
      </p>
      {mayEdit && <Actions {...props} usesSecret={settings.usesSecret} />}
      <h2 class="govuk-heading-m">{texts.configurations}</h2>
      {settings.usesSecret && <p class="govuk-body">{texts.configurationsText}</p>}
      <Configurations settings={settings} level={3} />
    </PortalLayout>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  if (lines.length === 0) return <>–</>;
  return (
    <ul class="govuk-list">
      {lines.map((line) => (
        <li key={line} class="garance-breakable">
          {line}
        </li>
      ))}
    </ul>
  );
}

function Actions({
  context,
  client,
  renewCsrf,
  usesSecret,
}: ClientPageProps & { readonly usesSecret: boolean }) {
  const texts = sandboxTexts(context.locale);
  const href = `/sandbox/${client.id}`;
  return (
    <>
      {usesSecret && (
        <PortalForm action={`${href}/secret`} csrf={renewCsrf}>
          <p class="govuk-body">{texts.renewText}</p>
          <Button variant="secondary">{texts.renew}</Button>
        </PortalForm>
      )}
      <ButtonGroup>
        <Button href={`${href}/edit`}>{texts.edit}</Button>
        <Button variant="quiet" href={`${href}/remove`}>
          {texts.remove}
        </Button>
      </ButtonGroup>
    </>
  );
}

/** The only page that shows the secret: the answer to the form itself, never stored, never shown again. */
export function SandboxSecretPage({
  context,
  client,
  issuer,
  secret,
}: ClientProps & { readonly secret: string }) {
  const texts = sandboxTexts(context.locale);
  return (
    <PortalPage context={context} title={texts.shownTitle}>
      <Notice tone="warning">{texts.shownNotice}</Notice>
      <CopyableCode label={texts.issuer} value={issuer} />
      <CopyableCode label={texts.clientId} value={client.clientId} />
      <CopyableCode label={texts.secret} value={secret} />
      <Button href={`/sandbox/${client.id}`}>{texts.shownDone}</Button>
    </PortalPage>
  );
}

/** The requests of this client on the integration hub. */
export function SandboxTracePage({
  client,
  trace,
}: {
  readonly client: SandboxClient;
  readonly trace: TraceProps;
}) {
  const { context } = trace;
  const texts = sandboxTexts(context.locale);
  const name = textOf(client.form, 'displayName');
  return (
    <PortalLayout
      context={context}
      title={`${texts.trace} – ${name}`}
      backHref={`/sandbox/${client.id}`}
      width="wide"
    >
      <p class="garance-service">
        {name} <Tag>{platformNames[client.platform]}</Tag> <Tag>{texts.sandbox}</Tag>
      </p>
      <h1 class="govuk-heading-l">{texts.trace}</h1>
      <Trace {...trace} />
    </PortalLayout>
  );
}

/** Asks for confirmation before the removal. */
export function RemoveSandboxPage({
  context,
  client,
  csrf,
}: Omit<ClientProps, 'issuer'> & { readonly csrf: string }) {
  const texts = sandboxTexts(context.locale);
  const title = texts.removeTitle(textOf(client.form, 'displayName'));
  const href = `/sandbox/${client.id}`;
  return (
    <PortalPage context={context} title={title} backHref={href}>
      <p class="govuk-body">{texts.removeText}</p>
      <PortalForm action={`${href}/remove`} csrf={csrf}>
        <ButtonGroup>
          <Button variant="warning">{texts.remove}</Button>
          <Button variant="quiet" href={href}>
            {texts.keep}
          </Button>
        </ButtonGroup>
      </PortalForm>
    </PortalPage>
  );
}
