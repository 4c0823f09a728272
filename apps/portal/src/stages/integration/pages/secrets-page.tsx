import {
  Button,
  CopyableCode,
  createMessages,
  formatDateTime,
  Notice,
  RadioGroup,
  Table,
  TextField,
} from '@garance/web/view';
import type { FieldErrors } from '../../../objects/form.ts';
import { lifetimes, overlaps } from '../../../objects/registration/secrets.ts';
import type { ClientSecret } from '../../../objects/registration/tables/client-secrets.ts';
import { FormErrors, PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { Frame } from '../../../parts/registration/frame.tsx';
import { HashField, OwnHash } from '../../../parts/registration/own-hash.tsx';
import type { RegistrationScope } from '../../../parts/scope/registration-scope.ts';

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
    label: 'Nom, pour le reconnaître',
    overlap: 'Le secret actuel reste valable',
    overlaps: { 0: 'Non : il s’arrête tout de suite', 1: 'Un jour', 7: 'Sept jours', 30: 'Trente jours' },
    lifetime: 'Durée de vie du nouveau secret',
    lifetimes: { 365: 'Un an', 730: 'Deux ans', '': 'Sans fin ; un rappel est envoyé chaque année' },
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
    label: 'Name, to recognise it',
    overlap: 'The present secret stays valid',
    overlaps: { 0: 'No: it stops at once', 1: 'One day', 7: 'Seven days', 30: 'Thirty days' },
    lifetime: 'Life of the new secret',
    lifetimes: { 365: 'One year', 730: 'Two years', '': 'No end; a reminder is sent every year' },
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
  readonly values?: { readonly label: string; readonly sha256: string };
  readonly errors: FieldErrors;
}

/** Secrets by name and hash; making one, ending one. */
export function SecretsPage(props: SecretsPageProps) {
  const { context, scope, byKey, errors, values } = props;
  const texts = messages(context.locale);
  const mayCreate = scope.may('secret.create');
  return (
    <Frame
      context={context}
      scope={scope}
      title={texts.title}
      hasErrors={Object.keys(errors).length > 0}
      width="wide"
    >
      <FormErrors errors={errors} />
      <p class="govuk-body">{texts.intro}</p>
      {byKey && <Notice>{texts.byKey}</Notice>}
      <SecretTable {...props} />
      {mayCreate && <CreateForm {...props} />}
      {mayCreate && (
        <OwnHash locale={context.locale} error={errors.sha256}>
          <PortalForm action={`${scope.base}/secrets/own`} csrf={props.tokens.own}>
            <HashField locale={context.locale} value={values?.sha256} error={errors.sha256} />
            <TextField
              id="ownLabel"
              name="label"
              label={texts.label}
              value={values?.label ?? ''}
              width={20}
            />
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
      columns={[columns.label, columns.hash, columns.made, columns.ends, columns.action].map((header) => ({
        header,
      }))}
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
              <Button variant="quiet">
                {texts.end}
                <span class="govuk-visually-hidden">{texts.about(label)}</span>
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
        <TextField
          id="label"
          name="label"
          label={texts.label}
          value={values?.label ?? ''}
          error={errors.label}
          width={20}
        />
        {anyValid && (
          <RadioGroup
            id="overlapDays"
            name="overlapDays"
            legend={texts.overlap}
            value="7"
            options={overlaps.map((value) => ({ value, label: texts.overlaps[value] }))}
          />
        )}
        <RadioGroup
          id="lifetimeDays"
          name="lifetimeDays"
          legend={texts.lifetime}
          value="730"
          options={lifetimes.map((value) => ({ value, label: texts.lifetimes[value] }))}
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

/** The one time that a secret is seen. Answered to the form itself, never stored, never shown again. */
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
