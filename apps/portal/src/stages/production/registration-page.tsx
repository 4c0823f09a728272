import { Button, formatDate, Notice, RadioGroup, Table, Tag, TextField } from '@garance/web/view';
import type { FieldErrors } from '../../objects/form.ts';
import { nameChangeOf } from '../../objects/production/display-name.ts';
import type { ProductionView } from '../../objects/production/read.ts';
import { differences } from '../../objects/registration/difference.ts';
import { fieldLabels } from '../../objects/registration/field-labels.ts';
import { type FieldName, listOf, textOf } from '../../objects/registration/fields.ts';
import type { RegistrationFormValues } from '../../objects/registration/tables/registration-drafts.ts';
import type { PortalPageContext } from '../../parts/layout.tsx';
import { Frame } from '../../parts/qualification/parts.tsx';
import { checkInWords } from '../../parts/registration/check-texts.ts';
import { DifferenceTable } from '../../parts/registration/difference-table.tsx';
import { Choices, Errors, PortalForm } from '../../parts/registration/form-parts.tsx';
import type { PlatformScope } from '../../parts/scope/service-scope.ts';
import { productionTexts } from './texts.ts';

export interface ProductionRegistrationPageProps {
  readonly context: PortalPageContext;
  readonly scope: PlatformScope;
  readonly view: ProductionView;
  /** As typed, else as kept. */
  readonly form: RegistrationFormValues;
  readonly version: number;
  readonly csrf: string;
  /** Where an active production has a checked draft: the way to publish it. */
  readonly publication?: { readonly csrf: string; readonly secondFactor: boolean };
  readonly canActivate: boolean;
  readonly errors: FieldErrors;
  readonly relaxedAddresses: boolean;
}

/** What differs in production, held against what was qualified. */
export function ProductionRegistrationPage(props: ProductionRegistrationPageProps) {
  const { context, scope, view, form, version, csrf, errors, relaxedAddresses, canActivate } = props;
  const { locale } = context;
  const texts = productionTexts(locale);
  const path = `${scope.base}/production`;
  return (
    <Frame
      context={context}
      scope={scope}
      title={texts.form}
      backHref={path}
      width="wide"
      hasErrors={Object.keys(errors).length > 0}
    >
      <Errors errors={errors} />
      <NameNotice {...props} />
      <p class="govuk-body-l">{texts.formIntro}</p>
      {relaxedAddresses && <Notice tone="warning">{texts.relaxed}</Notice>}
      <DifferenceTable
        locale={locale}
        caption={texts.differences}
        differences={differences(view.qualifiedForm, form)}
      />
      <Checks {...props} />
      {canActivate && <Button href={`${path}/activate`}>{texts.goOn}</Button>}
      <Publication {...props} />
      <PortalForm action={`${path}/registration`} csrf={csrf}>
        <input type="hidden" name="version" value={version} />
        <Fields {...props} />
        <Button variant={canActivate || props.publication !== undefined ? 'secondary' : 'primary'}>
          {texts.save}
        </Button>
      </PortalForm>
    </Frame>
  );
}

function NameNotice({ context, view }: ProductionRegistrationPageProps) {
  const texts = productionTexts(context.locale);
  const { waiting, ready } = view.name;
  return (
    <>
      {waiting !== undefined && (
        <Notice>
          {texts.nameWaiting(nameChangeOf(waiting).name, formatDate(context.locale, waiting.askedAtMs))}
        </Notice>
      )}
      {ready !== undefined && <Notice tone="success">{texts.nameReady(ready)}</Notice>}
    </>
  );
}

function Checks({ context, view }: ProductionRegistrationPageProps) {
  const { locale } = context;
  const texts = productionTexts(locale);
  const tones = { passed: 'success', warning: 'warning', failed: 'error' } as const;
  return (
    <Table
      caption={texts.checks}
      columns={[{ header: texts.check }, { header: texts.result }]}
      rows={(view.draft?.checks ?? []).map((check) => {
        const { what, remedy } = checkInWords(locale, check);
        return [
          what,
          <>
            <Tag tone={tones[check.outcome]}>{texts.outcomes[check.outcome]}</Tag>
            {remedy !== undefined && <p class="govuk-hint">{remedy}</p>}
          </>,
        ];
      })}
      empty={texts.noCheck}
    />
  );
}

function Publication({ context, scope, view, publication }: ProductionRegistrationPageProps) {
  const texts = productionTexts(context.locale);
  if (publication === undefined || view.draft === undefined) return null;
  const path = `${scope.base}/production`;
  if (!publication.secondFactor) {
    const next = encodeURIComponent(`${path}/registration`);
    return <Button href={`/second-factor?next=${next}`}>{texts.needsFactor}</Button>;
  }
  return (
    <PortalForm action={`${path}/publish`} csrf={publication.csrf}>
      <input type="hidden" name="version" value={view.draft.version} />
      <p class="govuk-body">{texts.publishText}</p>
      <Button>{texts.publish}</Button>
    </PortalForm>
  );
}

function fieldOf(
  { context, form, errors }: ProductionRegistrationPageProps,
  name: FieldName,
  text = textOf(form, name),
) {
  return { id: name, name, label: fieldLabels(context.locale)[name], value: text, error: errors[name] };
}

function Fields(props: ProductionRegistrationPageProps) {
  const { context, form, errors, view } = props;
  const texts = productionTexts(context.locale);
  const labels = fieldLabels(context.locale);
  const radios = (name: FieldName) => {
    const { label, ...field } = fieldOf(props, name);
    return { ...field, legend: label };
  };
  const hint = texts.onePerLine;
  return (
    <>
      <TextField
        {...fieldOf(props, 'displayName', errors.displayName === undefined ? view.name.ready : undefined)}
        maxLength={100}
        hint={texts.nameHint}
      />
      <TextField {...fieldOf(props, 'siteUrl')} type="url" />
      <TextField {...fieldOf(props, 'redirectUris')} rows={4} hint={hint} spellCheck={false} />
      <TextField {...fieldOf(props, 'postLogoutRedirectUris')} rows={3} hint={hint} spellCheck={false} />
      <TextField {...fieldOf(props, 'sectorIdentifierUri')} type="url" hint={texts.sectorHint} />
      <RadioGroup
        {...radios('keysKind')}
        options={(['none', 'jwks_uri', 'jwks'] as const).map((value) => ({
          value,
          label: texts.keys[value],
        }))}
      />
      <TextField {...fieldOf(props, 'jwksUri')} type="url" />
      <TextField {...fieldOf(props, 'jwks')} rows={6} spellCheck={false} />
      <RadioGroup
        {...radios('providerFilterMode')}
        options={(['none', 'allow', 'deny'] as const).map((value) => ({
          value,
          label: texts.filters[value],
        }))}
      />
      <Choices
        name="providerIds"
        legend={labels.providerIds}
        error={errors.providerIds}
        options={view.providerNames.map(({ id, name }) => ({ value: id, label: name }))}
        chosen={listOf(form, 'providerIds')}
      />
    </>
  );
}
