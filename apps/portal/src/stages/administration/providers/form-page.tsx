import { defaultProviderScopes, type Provider } from '@garance/core';
import { Button, Checkbox, Details, RadioGroup, Select, TextField } from '@garance/web/view';
import { hubSlug } from '../../../objects/hubs.ts';
import { HiddenFields } from '../../../parts/form/form-parts.tsx';
import type { ProviderField } from './form.ts';
import type { ProviderFormProps } from './pages.tsx';
import { providerTexts } from './texts.ts';

const root = '/administration/providers';

interface FormProps extends ProviderFormProps {
  readonly existing: Provider | undefined;
}

/** What the parts of the form share: the texts, and what each field component is given. */
function partsOf({ context, values, errors }: FormProps) {
  const field = (name: ProviderField) => ({ id: name, name, value: values[name], error: errors[name] });
  const box = (name: ProviderField) => ({
    id: name,
    name,
    checked: values[name] === 'yes',
    error: errors[name],
  });
  return { texts: providerTexts(context.locale), field, box };
}

const same = (options: readonly string[]) => options.map((value) => ({ value, label: value }));
const signingAlgs = same(['ES256', 'RS256', 'HS256']);
const encryptionAlgs = same(['RSA-OAEP-256', 'RSA-OAEP', 'ECDH-ES']);

export function ProviderForm(props: FormProps) {
  const { hub, csrf, existing } = props;
  const { texts, field } = partsOf(props);
  const base = `${root}/${hubSlug(hub)}`;
  return (
    <form method="post" action={existing === undefined ? base : `${base}/${existing.id}`} novalidate>
      <HiddenFields csrf={csrf} />
      <TextField {...field('name')} label={texts.name} hint={texts.nameHint} maxLength={100} />
      {existing === undefined && (
        <TextField {...field('id')} label={texts.id} hint={texts.idHint} width={20} />
      )}
      <LevelBoxes {...props} />
      <SourceFields {...props} />
      <ClientFields {...props} />
      <TokenFields {...props} />
      <AskedFields {...props} />
      <SaidFields {...props} />
      <ShownFields {...props} />
      <Button>{existing === undefined ? texts.create : texts.save}</Button>
    </form>
  );
}

function SourceFields(props: FormProps) {
  const { values, errors } = props;
  const { texts, field, box } = partsOf(props);
  const byHand = values.source_kind === 'endpoints';
  return (
    <>
      <h2 class="govuk-heading-m">{texts.sections.source}</h2>
      <RadioGroup
        {...field('source_kind')}
        legend={texts.sourceKind}
        options={(['discovery', 'endpoints'] as const).map((value) => ({
          value,
          label: texts.sources[value],
        }))}
      />
      <TextField
        {...field('discovery_url')}
        type="url"
        label={texts.discovery}
        hint={texts.discoveryHint}
        spellCheck={false}
      />
      <Details summary={texts.endpoints} open={byHand || errors.keys !== undefined}>
        <TextField
          {...field('issuer')}
          type="url"
          label={texts.issuer}
          hint={texts.issuerHint}
          spellCheck={false}
        />
        <TextField
          {...field('authorization_url')}
          type="url"
          label={texts.authorizationUrl}
          spellCheck={false}
        />
        <TextField {...field('token_url')} type="url" label={texts.tokenUrl} spellCheck={false} />
        <TextField {...field('userinfo_url')} type="url" label={texts.userinfoUrl} spellCheck={false} />
        <TextField {...field('end_session_url')} type="url" label={texts.endSessionUrl} spellCheck={false} />
        <TextField
          {...field('jwks_url')}
          type="url"
          label={texts.jwksUrl}
          hint={texts.jwksUrlHint}
          spellCheck={false}
        />
        <TextField {...field('keys')} rows={6} label={texts.keys} hint={texts.keysHint} spellCheck={false} />
        <Checkbox {...box('iss_parameter')} label={texts.issParameter} />
      </Details>
    </>
  );
}

function ClientFields(props: FormProps) {
  const { texts, field } = partsOf(props);
  return (
    <>
      <h2 class="govuk-heading-m">{texts.sections.client}</h2>
      <TextField {...field('client_id')} label={texts.clientId} spellCheck={false} />
      <TextField
        {...field('client_secret')}
        value=""
        type="password"
        label={texts.clientSecret}
        hint={texts.clientSecretHint}
        autoComplete="off"
      />
      <Select
        {...field('auth_method')}
        label={texts.authMethod}
        options={same(['client_secret_post', 'client_secret_basic'])}
      />
    </>
  );
}

function TokenFields(props: FormProps) {
  const { texts, field } = partsOf(props);
  const none = { value: '', label: texts.noEncryption };
  const sameAsIdToken = { value: '', label: texts.sameAsIdToken };
  return (
    <>
      <h2 class="govuk-heading-m">{texts.sections.tokens}</h2>
      <Select
        {...field('signing_alg')}
        label={texts.signingAlg}
        hint={texts.signingAlgHint}
        options={signingAlgs}
      />
      <Select {...field('encryption_alg')} label={texts.encryptionAlg} options={[none, ...encryptionAlgs]} />
      <Select
        {...field('userinfo_format')}
        label={texts.userinfo}
        options={(['json', 'signed', 'nested'] as const).map((value) => ({
          value,
          label: texts.formats[value],
        }))}
      />
      <Select
        {...field('userinfo_signing_alg')}
        label={texts.userinfoSigningAlg}
        options={[sameAsIdToken, ...signingAlgs]}
      />
      <Select
        {...field('userinfo_encryption_alg')}
        label={texts.userinfoEncryptionAlg}
        options={[sameAsIdToken, ...encryptionAlgs]}
      />
    </>
  );
}

function AskedFields(props: FormProps) {
  const { texts, field, box } = partsOf(props);
  const byDefault = defaultProviderScopes[props.hub.platform].join(' ');
  return (
    <>
      <h2 class="govuk-heading-m">{texts.sections.asked}</h2>
      <TextField
        {...field('scopes')}
        label={texts.scopes}
        hint={texts.scopesHint(byDefault)}
        spellCheck={false}
      />
      <RadioGroup
        {...field('acr_kind')}
        legend={texts.acrKind}
        options={(['level', 'fixed', 'none'] as const).map((value) => ({
          value,
          label: texts.acrKinds[value],
        }))}
      />
      <TextField {...field('acr_values')} label={texts.acrValues} spellCheck={false} />
      <TextField
        {...field('claims')}
        rows={3}
        label={texts.claims}
        hint={texts.claimsHint}
        spellCheck={false}
      />
      <TextField
        {...field('extra_parameters')}
        rows={3}
        label={texts.extraParameters}
        hint={texts.extraParametersHint}
        spellCheck={false}
      />
      <Checkbox {...box('send_max_age')} label={texts.sendMaxAge} hint={texts.sendMaxAgeHint} />
      <Checkbox {...box('send_ui_locales')} label={texts.sendUiLocales} />
      <Checkbox {...box('pkce')} label={texts.pkce} />
    </>
  );
}

function SaidFields(props: FormProps) {
  const { texts, field, box } = partsOf(props);
  return (
    <>
      <h2 class="govuk-heading-m">{texts.sections.said}</h2>
      <TextField
        {...field('acr_map')}
        rows={3}
        label={texts.acrMap}
        hint={texts.acrMapHint}
        spellCheck={false}
      />
      <Select {...field('amr')} label={texts.amr} options={same(['fc', 'fr', 'eidas'])} />
      <Checkbox {...box('amr_passed_on')} label={texts.amrPassedOn} />
      <Checkbox {...box('usage_name')} label={texts.usageName} hint={texts.usageNameHint} />
    </>
  );
}

function ShownFields(props: FormProps) {
  const { texts, field, box } = partsOf(props);
  return (
    <>
      <h2 class="govuk-heading-m">{texts.sections.shown}</h2>
      <TextField
        {...field('display_order')}
        label={texts.order}
        hint={texts.orderHint}
        width={4}
        inputMode="numeric"
      />
      <Checkbox {...box('hidden')} label={texts.hidden} hint={texts.hiddenHint} />
      <Checkbox {...box('beta')} label={texts.beta} hint={texts.betaHint} />
      <TextField {...field('approval_fr')} rows={3} label={texts.approvalFr} hint={texts.approvalHint} />
      <TextField {...field('approval_en')} rows={3} label={texts.approvalEn} />
      <TextField
        {...field('maintenance_fr')}
        label={texts.maintenanceFr}
        hint={texts.maintenanceHint}
        rows={2}
      />
      <TextField {...field('maintenance_en')} label={texts.maintenanceEn} rows={2} />
    </>
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
