import { Button, CopyableCode, createMessages, formatDateTime, Notice, Table } from '@garance/web/view';
import type { FormValues } from '../../../objects/form/field.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import type { ClientSecret } from '../../../objects/registration/tables/client-secrets.ts';
import { Fields } from '../../../parts/form/field-view.tsx';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { Frame } from '../../../parts/registration/frame.tsx';
import { OwnHash } from '../../../parts/registration/own-hash.tsx';
import type { RegistrationScope } from '../../../parts/scope/registration-scope.ts';
import { newSecretFields, ownSecretFields } from '../secret-fields.ts';

const messages = createMessages({
  fr: {
    title: 'Secrets',
    intro:
      'Un secret est montré une seule fois. Nous n’en gardons qu’une empreinte, et personne ne peut le relire. Deux secrets peuvent être valables pendant que vous remplacez l’un par l’autre.',
    byKey: 'Ce service s’authentifie par sa clé (private_key_jwt) : il n’a pas besoin de secret.',
    caption: 'Secrets de ce client',
    columns: { label: 'Nom', hash: 'Empreinte', made: 'Créé', ends: 'Fin', action: 'Action' },
    none: 'Sans fin',
    ended: (date: string) => `Terminé le ${date}`,
    empty: 'Aucun secret.',
    end: 'Y mettre fin',
    about: (label: string) => ` au secret ${label}`,
    create: 'Créer un secret',
    useHash: 'Enregistrer l’empreinte',
    shownTitle: 'Votre nouveau secret',
    shownNotice: 'Copiez-le maintenant : cette page ne pourra plus être affichée.',
    shownBack: 'J’ai copié le secret',
    clientId: 'Identifiant client (client_id)',
    secret: 'Secret (client_secret)',
    issuer: 'Émetteur (issuer)',
  },
  en: {
    title: 'Secrets',
    intro:
      'A secret is shown once. We keep only a hash of it, and nobody can read it again. Two secrets may be valid while you replace one by the other.',
    byKey: 'This service authenticates by its key (private_key_jwt): it needs no secret.',
    caption: 'Secrets of this client',
    columns: { label: 'Name', hash: 'Hash', made: 'Made', ends: 'End', action: 'Action' },
    none: 'No end',
    ended: (date) => `Ended on ${date}`,
    empty: 'No secret.',
    end: 'End it',
    about: (label) => `: secret ${label}`,
    create: 'Create a secret',
    useHash: 'Register the hash',
    shownTitle: 'Your new secret',
    shownNotice: 'Copy it now: this page cannot be shown again.',
    shownBack: 'I have copied the secret',
    clientId: 'Client identifier (client_id)',
    secret: 'Secret (client_secret)',
    issuer: 'Issuer',
  },
});

export interface SecretsPageProps {
  readonly context: PortalPageContext;
  readonly scope: RegistrationScope;
  readonly secrets: readonly ClientSecret[];
  readonly nowMs: number;
  readonly byKey: boolean;
  readonly tokens: { readonly create: string; readonly own: string; readonly end: string };
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

/** Secrets by name and hash, with forms to create and end them. */
export function SecretsPage(props: SecretsPageProps) {
  const { context, scope, byKey, errors, values } = props;
  const texts = messages(context.locale);
  const mayCreate = scope.may('secret.create');
  return (
    <Frame context={context} scope={scope} title={texts.title} errors={errors} width="wide">
      <p class="govuk-body">{texts.intro}</p>
      {byKey && <Notice>{texts.byKey}</Notice>}
      <SecretTable {...props} />
      {mayCreate && <CreateForm {...props} />}
      {mayCreate && (
        <OwnHash locale={context.locale} error={errors.sha256}>
          <PortalForm action={`${scope.base}/secrets/own`} csrf={props.tokens.own}>
            <Fields fields={ownSecretFields} locale={context.locale} values={values} errors={errors} />
            <Button variant="secondary">{texts.useHash}</Button>
          </PortalForm>
        </OwnHash>
      )}
    </Frame>
  );
}

function SecretTable({ context, scope, secrets, nowMs, tokens }: SecretsPageProps) {
  const { locale } = context;
  const texts = messages(locale);
  const { columns } = texts;
  return (
    <Table
      caption={texts.caption}
      columns={[columns.label, columns.hash, columns.made, columns.ends, columns.action]}
      rows={secrets.map(({ id, label, sha256, createdAtMs, expiresAtMs }) => {
        const ended = expiresAtMs !== undefined && expiresAtMs <= nowMs;
        const end = expiresAtMs === undefined ? texts.none : formatDateTime(locale, expiresAtMs);
        return [
          label === '' ? '–' : label,
          <code>{sha256.slice(0, 8)}…</code>,
          formatDateTime(locale, createdAtMs),
          ended ? texts.ended(end) : end,
          !ended && scope.may('secret.create') ? (
            <PortalForm action={`${scope.base}/secrets/${id}/end`} csrf={tokens.end}>
              <Button variant="quiet" about={texts.about(label)}>
                {texts.end}
              </Button>
            </PortalForm>
          ) : (
            ''
          ),
        ];
      })}
      empty={texts.empty}
    />
  );
}

function CreateForm({ context, scope, secrets, nowMs, tokens, values, errors }: SecretsPageProps) {
  const texts = messages(context.locale);
  const anyValid = secrets.some(({ expiresAtMs }) => expiresAtMs === undefined || expiresAtMs > nowMs);
  return (
    <>
      <h2 class="govuk-heading-m">{texts.create}</h2>
      <PortalForm action={`${scope.base}/secrets`} csrf={tokens.create}>
        <Fields
          fields={newSecretFields.filter(({ name }) => anyValid || name !== 'overlapDays')}
          locale={context.locale}
          values={{ overlapDays: '7', lifetimeDays: '730', ...values }}
          errors={errors}
        />
        <Button>{texts.create}</Button>
      </PortalForm>
    </>
  );
}

export interface SecretShownPageProps {
  readonly context: PortalPageContext;
  readonly scope: RegistrationScope;
  readonly secret: string;
}

/** The only page that shows the secret: the answer to the form itself, never stored, never shown again. */
export function SecretShownPage({ context, scope, secret }: SecretShownPageProps) {
  const texts = messages(context.locale);
  return (
    <Frame context={context} scope={scope} title={texts.shownTitle}>
      <Notice tone="warning">{texts.shownNotice}</Notice>
      <CopyableCode label={texts.issuer} value={scope.issuer} />
      <CopyableCode label={texts.clientId} value={scope.access.clientId} />
      <CopyableCode label={texts.secret} value={secret} />
      <Button href={`${scope.base}/secrets`}>{texts.shownBack}</Button>
    </Frame>
  );
}
