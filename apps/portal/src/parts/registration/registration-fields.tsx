import type { HubId, Provider } from '@garance/core';
import { Checkbox, createMessages, type Locale, RadioGroup, TextField } from '@garance/web/view';
import type { FieldErrors } from '../../objects/form.ts';
import { fieldLabels } from '../../objects/registration/field-labels.ts';
import {
  assertionAlgs,
  authMethods,
  encryptionAlgs,
  type FieldName,
  type KeysKind,
  keysKinds,
  listOf,
  profilesOf,
  signingAlgsOf,
  textOf,
} from '../../objects/registration/fields.ts';
import type { RegistrationFormValues } from '../../objects/registration/tables/registration-drafts.ts';
import { Choices } from './form-parts.tsx';

const messages = createMessages({
  fr: {
    addresses: 'Le service et ses adresses',
    onePerLine: 'Une adresse par ligne, exacte, en https.',
    localhost: 'Une adresse par ligne, exacte, en https ; http://localhost est accepté en intégration.',
    sectorHint: 'Seulement si les adresses de retour ont plusieurs hôtes.',
    security: 'Clés et algorithmes',
    authHint: 'Un secret se crée à la page Secrets, une fois l’enregistrement fait.',
    authMethods: {
      client_secret_post: 'Secret dans le corps de la requête (client_secret_post)',
      client_secret_basic: 'Secret dans l’en-tête (client_secret_basic)',
      private_key_jwt: 'Signature par la clé du service (private_key_jwt)',
    },
    onlyAssertions: 'Seulement pour private_key_jwt.',
    audience: { issuer: 'L’émetteur seul', 'issuer-or-endpoints': 'L’émetteur, ou l’adresse appelée' },
    keys: { none: 'Aucune', jwks_uri: 'À une adresse (jwks_uri)', jwks: 'Collées ici' },
    keysHint: 'Les parties publiques seulement. Une adresse permet de changer de clé sans nous prévenir.',
    none: 'Aucun',
    data: 'Données et parcours',
    profiles: {
      franceconnect: 'FranceConnect (conseillé)',
      openid: 'OpenID Connect, pour un produit qu’on ne peut pas modifier',
    },
    required: { optional: 'Facultatif', required: 'Exigé' },
    filters: { none: 'Tous', allow: 'Seulement ceux que je coche', deny: 'Tous sauf ceux que je coche' },
  },
  en: {
    addresses: 'The service and its addresses',
    onePerLine: 'One address a line, exact, https.',
    localhost: 'One address a line, exact, https; http://localhost is accepted in integration.',
    sectorHint: 'Only if the return addresses have several hosts.',
    security: 'Keys and algorithms',
    authHint: 'A secret is made on the Secrets page, once the registration is written.',
    authMethods: {
      client_secret_post: 'Secret in the body of the request (client_secret_post)',
      client_secret_basic: 'Secret in the header (client_secret_basic)',
      private_key_jwt: 'Signature by the service’s key (private_key_jwt)',
    },
    onlyAssertions: 'Only for private_key_jwt.',
    audience: { issuer: 'The issuer alone', 'issuer-or-endpoints': 'The issuer, or the address called' },
    keys: { none: 'None', jwks_uri: 'At an address (jwks_uri)', jwks: 'Pasted here' },
    keysHint: 'Public parts only. With an address you can change keys without telling us.',
    none: 'None',
    data: 'Data and journey',
    profiles: {
      franceconnect: 'FranceConnect (recommended)',
      openid: 'OpenID Connect, for a product that cannot be changed',
    },
    required: { optional: 'Optional', required: 'Required' },
    filters: { none: 'All', allow: 'Only those I tick', deny: 'All but those I tick' },
  },
});

export interface RegistrationFieldsProps {
  readonly locale: Locale;
  readonly hub: HubId;
  readonly form: RegistrationFormValues;
  readonly errors: FieldErrors;
  readonly providers: readonly Pick<Provider, 'id' | 'name'>[];
  readonly scopes: readonly string[];
  readonly scopesHint: string;
  /** Where the addresses may lie; what the environment allows, unless told. */
  readonly addressHint?: string;
  readonly nameHint?: string;
  /** Where its secret is made, when that is not the Secrets page. */
  readonly authHint?: string;
  /** Where keys may lie; anywhere unless told. */
  readonly keysOffered?: readonly KeysKind[];
}

/** Every field of a registration that its partner decides. */
export function RegistrationFields(props: RegistrationFieldsProps) {
  return (
    <>
      <Addresses {...props} />
      <Security {...props} />
      <DataAndJourney {...props} />
    </>
  );
}

/** What every field of the form has. */
function fieldOf({ locale, form, errors }: RegistrationFieldsProps, name: FieldName) {
  return {
    id: name,
    name,
    label: fieldLabels(locale)[name],
    value: textOf(form, name),
    error: errors[name],
  };
}

function radiosOf(props: RegistrationFieldsProps, name: FieldName) {
  const { label, ...field } = fieldOf(props, name);
  return { ...field, legend: label };
}

/** Whether documents may lie at an address that Garance fetches. */
function offersAddresses({ keysOffered = keysKinds }: RegistrationFieldsProps): boolean {
  return keysOffered.includes('jwks_uri');
}

function Addresses(props: RegistrationFieldsProps) {
  const texts = messages(props.locale);
  const byEnvironment = props.hub.environment === 'integration' ? texts.localhost : texts.onePerLine;
  const hint = props.addressHint ?? byEnvironment;
  return (
    <>
      <h2 class="govuk-heading-m">{texts.addresses}</h2>
      <TextField {...fieldOf(props, 'displayName')} maxLength={100} hint={props.nameHint} />
      <TextField {...fieldOf(props, 'siteUrl')} type="url" />
      <TextField {...fieldOf(props, 'redirectUris')} rows={4} hint={hint} spellCheck={false} />
      <TextField {...fieldOf(props, 'postLogoutRedirectUris')} rows={3} hint={hint} spellCheck={false} />
      {offersAddresses(props) && (
        <TextField {...fieldOf(props, 'sectorIdentifierUri')} type="url" hint={texts.sectorHint} />
      )}
    </>
  );
}

function Security(props: RegistrationFieldsProps) {
  const { platform } = props.hub;
  const { keysOffered = keysKinds } = props;
  const texts = messages(props.locale);
  const plain = (values: readonly string[]) => values.map((value) => ({ value, label: value }));
  const noEncryption = platform === 'plus' ? [] : [{ value: '', label: texts.none }];
  return (
    <>
      <h2 class="govuk-heading-m">{texts.security}</h2>
      <RadioGroup
        {...radiosOf(props, 'authMethod')}
        hint={props.authHint ?? texts.authHint}
        options={authMethods.map((value) => ({ value, label: texts.authMethods[value] }))}
      />
      <RadioGroup
        {...radiosOf(props, 'assertionAlg')}
        hint={texts.onlyAssertions}
        options={plain(assertionAlgs)}
      />
      <RadioGroup
        {...radiosOf(props, 'assertionAudience')}
        hint={texts.onlyAssertions}
        options={(['issuer', 'issuer-or-endpoints'] as const).map((value) => ({
          value,
          label: texts.audience[value],
        }))}
      />
      <RadioGroup
        {...radiosOf(props, 'keysKind')}
        hint={texts.keysHint}
        options={keysOffered.map((value) => ({ value, label: texts.keys[value] }))}
      />
      {offersAddresses(props) && <TextField {...fieldOf(props, 'jwksUri')} type="url" />}
      <TextField {...fieldOf(props, 'jwks')} rows={6} spellCheck={false} />
      <RadioGroup {...radiosOf(props, 'signingAlg')} options={plain(signingAlgsOf[platform])} />
      <RadioGroup
        {...radiosOf(props, 'encryptionAlg')}
        options={[...noEncryption, ...plain(encryptionAlgs)]}
      />
    </>
  );
}

function DataAndJourney(props: RegistrationFieldsProps) {
  const { locale, form, errors, providers } = props;
  const texts = messages(locale);
  const labels = fieldLabels(locale);
  const { platform } = props.hub;
  const required = (['optional', 'required'] as const).map((value) => ({
    value,
    label: texts.required[value],
  }));
  const scopes = props.scopes.map((value) => ({ value, label: value }));
  return (
    <>
      <h2 class="govuk-heading-m">{texts.data}</h2>
      <Choices
        name="scopes"
        legend={labels.scopes}
        hint={props.scopesHint}
        error={errors.scopes}
        options={scopes}
        chosen={listOf(form, 'scopes')}
      />
      <RadioGroup
        {...radiosOf(props, 'profile')}
        options={profilesOf[platform].map((value) => ({ value, label: texts.profiles[value] }))}
      />
      <RadioGroup {...radiosOf(props, 'pkce')} options={required} />
      <RadioGroup {...radiosOf(props, 'par')} options={required} />
      <RadioGroup
        {...radiosOf(props, 'providerFilterMode')}
        options={(['none', 'allow', 'deny'] as const).map((value) => ({
          value,
          label: texts.filters[value],
        }))}
      />
      {providers.length > 0 && (
        <Choices
          name="providerIds"
          legend={labels.providerIds}
          error={errors.providerIds}
          options={providers.map(({ id, name }) => ({ value: id, label: name }))}
          chosen={listOf(form, 'providerIds')}
        />
      )}
      <Checkbox
        id="idpHintAllowed"
        name="idpHintAllowed"
        label={labels.idpHintAllowed}
        checked={textOf(form, 'idpHintAllowed') === 'yes'}
      />
      <TextField {...fieldOf(props, 'sessionLengthHours')} inputMode="numeric" width={4} />
    </>
  );
}
