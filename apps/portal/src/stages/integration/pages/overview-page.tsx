import type { Registration } from '@garance/core';
import {
  Button,
  CopyableCode,
  createMessages,
  formatDateTime,
  Notice,
  SafeLink,
  SummaryList,
} from '@garance/web/view';
import { fieldLabels } from '../../../objects/registration/fields.ts';
import { accessLifecycle } from '../../../objects/registration/lifecycle.ts';
import type { RegistrationDraft } from '../../../objects/registration/tables/registration-drafts.ts';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { Frame } from '../../../parts/registration/frame.tsx';
import {
  type HubScope,
  hasRegistration,
  type RegistrationScope,
} from '../../../parts/scope/registration-scope.ts';

const messages = createMessages({
  fr: {
    title: 'Intégration',
    notYet: 'L’intégration commence dès que la demande d’habilitation est validée.',
    service: 'Voir le service',
    sandbox: 'En attendant, essayer dans le bac à sable, sans habilitation',
    suspended: 'Les connexions sont suspendues',
    revoked: 'L’accès est retiré',
    withdrawn: 'L’habilitation n’est plus en vigueur : plus rien ne peut être publié.',
    credentials: 'Votre service sur cette plateforme',
    clientId: 'Identifiant client (client_id)',
    issuer: 'Émetteur (issuer)',
    discovery: 'Adresse de découverte',
    begin: 'Enregistrer le service',
    continueDraft: 'Vérifier et publier le brouillon',
    change: 'Modifier l’enregistrement',
    secret: 'Créer un secret',
    published: (version: number, date: string) => `Version ${version}, publiée le ${date}`,
    nothing: 'Rien n’est encore publié : la plateforme ne connaît pas encore ce service.',
    noSecret: 'Aucun secret n’est valable : le service ne peut pas encore s’authentifier.',
    ending: (date: string) => `Un secret s’éteint le ${date}.`,
    state: 'En service',
  },
  en: {
    title: 'Integration',
    notYet: 'Integration begins as soon as the habilitation request is validated.',
    service: 'See the service',
    sandbox: 'Meanwhile, try it in the sandbox, without a habilitation',
    suspended: 'Sign-ins are suspended',
    revoked: 'Access is withdrawn',
    withdrawn: 'The habilitation is no longer in force: nothing can be published any more.',
    credentials: 'Your service on this platform',
    clientId: 'Client identifier (client_id)',
    issuer: 'Issuer',
    discovery: 'Discovery address',
    begin: 'Register the service',
    continueDraft: 'Check and publish the draft',
    change: 'Change the registration',
    secret: 'Create a secret',
    published: (version, date) => `Version ${version}, published on ${date}`,
    nothing: 'Nothing is published yet: the platform does not know this service yet.',
    noSecret: 'No secret is valid: the service cannot authenticate yet.',
    ending: (date) => `A secret ends on ${date}.`,
    state: 'In service',
  },
});

export interface OverviewPageProps {
  readonly context: PortalPageContext;
  readonly scope: HubScope;
  readonly current?: Registration | undefined;
  readonly published?: RegistrationDraft | undefined;
  readonly draft?: RegistrationDraft | undefined;
  readonly validSecrets: number;
  readonly nextEndMs?: number | undefined;
}

/** State of the integration, and the next action. */
export function OverviewPage(props: OverviewPageProps) {
  const { context, scope } = props;
  const texts = messages(context.locale);
  return (
    <Frame context={context} scope={scope} title={texts.title}>
      {hasRegistration(scope) ? (
        <Opened {...props} scope={scope} />
      ) : (
        <>
          <p class="govuk-body">{texts.notYet}</p>
          <Button href={`/services/${scope.service.id}`}>{texts.service}</Button>
          <p class="govuk-body">
            <SafeLink href="/sandbox">{texts.sandbox}</SafeLink>
          </p>
        </>
      )}
    </Frame>
  );
}

function Opened(props: OverviewPageProps & { readonly scope: RegistrationScope }) {
  const { context, scope, current } = props;
  const { locale } = context;
  const texts = messages(locale);
  const { access, issuer, habilitation } = scope;
  const { signsIn, final } = accessLifecycle.states[access.state];
  return (
    <>
      {!signsIn && (
        <Notice tone="error" title={final ? texts.revoked : texts.suspended}>
          <p>{access.reason}</p>
        </Notice>
      )}
      {habilitation === undefined && <Notice tone="warning">{texts.withdrawn}</Notice>}
      <Hints {...props} />
      <h2 class="govuk-heading-m">{texts.credentials}</h2>
      <CopyableCode label={texts.clientId} value={access.clientId} />
      <CopyableCode label={texts.issuer} value={issuer} />
      <CopyableCode label={texts.discovery} value={`${issuer}/.well-known/openid-configuration`} />
      <NextAction {...props} />
      <h2 class="govuk-heading-m">{texts.state}</h2>
      {current === undefined ? (
        <p class="govuk-body">{texts.nothing}</p>
      ) : (
        <Published {...props} current={current} />
      )}
    </>
  );
}

function Hints({ context, current, validSecrets, nextEndMs }: OverviewPageProps) {
  const texts = messages(context.locale);
  const usesSecrets = current !== undefined && current.auth.method !== 'private_key_jwt';
  return (
    <>
      {usesSecrets && validSecrets === 0 && <Notice tone="warning">{texts.noSecret}</Notice>}
      {nextEndMs !== undefined && (
        <Notice tone="warning">{texts.ending(formatDateTime(context.locale, nextEndMs))}</Notice>
      )}
    </>
  );
}

function NextAction({ context, scope, draft, current, validSecrets }: OverviewPageProps) {
  const texts = messages(context.locale);
  const isFinal = scope.access !== undefined && accessLifecycle.states[scope.access.state].final;
  if (!scope.may('registration.edit') || isFinal) return null;
  if (draft !== undefined) return <Button href={`${scope.base}/review`}>{texts.continueDraft}</Button>;
  if (current === undefined) return <Button href={`${scope.base}/registration`}>{texts.begin}</Button>;
  const needsSecret = current.auth.method !== 'private_key_jwt' && validSecrets === 0;
  if (needsSecret && scope.may('secret.create')) {
    return <Button href={`${scope.base}/secrets`}>{texts.secret}</Button>;
  }
  return (
    <Button variant="secondary" href={`${scope.base}/registration`}>
      {texts.change}
    </Button>
  );
}

function Published({ context, current, published }: OverviewPageProps & { readonly current: Registration }) {
  const { locale } = context;
  const labels = fieldLabels(locale);
  const lines = (values: readonly string[]) => (
    <ul class="govuk-list">
      {values.map((value) => (
        <li key={value}>{value}</li>
      ))}
    </ul>
  );
  const since = published?.publishedAtMs ?? 0;
  return (
    <>
      <p class="govuk-body">
        {messages(locale).published(published?.number ?? current.version, formatDateTime(locale, since))}
      </p>
      <SummaryList
        rows={[
          { key: labels.displayName, value: current.displayName },
          { key: labels.redirectUris, value: lines(current.redirectUris) },
          { key: labels.scopes, value: current.scopes.join(' ') },
          { key: labels.authMethod, value: current.auth.method },
          { key: labels.signingAlg, value: current.idToken.signingAlg },
          { key: labels.encryptionAlg, value: current.idToken.encryption?.alg ?? '–' },
        ]}
      />
    </>
  );
}
