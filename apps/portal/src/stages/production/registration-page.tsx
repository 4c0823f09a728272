import { Button, formatDate, Notice, Table, Tag } from '@garance/web/view';
import type { FieldErrors } from '../../objects/form.ts';
import { nameChangeOf } from '../../objects/production/display-name.ts';
import { productionFields } from '../../objects/production/production-form.ts';
import type { ProductionView } from '../../objects/production/read.ts';
import { differences } from '../../objects/registration/difference.ts';
import type { RegistrationFormValues } from '../../objects/registration/tables/registration-drafts.ts';
import { PortalForm } from '../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../parts/layout.tsx';
import { Frame } from '../../parts/qualification/parts.tsx';
import { checkInWords } from '../../parts/registration/check-texts.ts';
import { DifferenceTable } from '../../parts/registration/difference-table.tsx';
import { RegistrationFields } from '../../parts/registration/registration-fields.tsx';
import type { PlatformScope } from '../../parts/scope/service-scope.ts';
import { productionTexts } from './texts.ts';

export interface ProductionRegistrationPageProps {
  readonly context: PortalPageContext;
  readonly scope: PlatformScope;
  readonly view: ProductionView;
  /** Typed values, else the stored ones. */
  readonly form: RegistrationFormValues;
  readonly version: number;
  readonly csrf: string;
  /** Link to publication, for an active production with a checked draft. */
  readonly publication?: { readonly csrf: string; readonly secondFactor: boolean };
  readonly canActivate: boolean;
  readonly errors: FieldErrors;
  readonly relaxedAddresses: boolean;
}

/** Production registration, with its differences from the qualified one. */
export function ProductionRegistrationPage(props: ProductionRegistrationPageProps) {
  const { context, scope, view, form, version, csrf, errors, relaxedAddresses, canActivate } = props;
  const { locale } = context;
  const texts = productionTexts(locale);
  const path = `${scope.base}/production`;
  return (
    <Frame context={context} scope={scope} title={texts.form} backHref={path} width="wide" errors={errors}>
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
        <RegistrationFields
          locale={locale}
          rules={view.rules}
          form={formToShow(props)}
          errors={errors}
          only={productionFields}
          hints={{ displayName: { fr: productionTexts('fr').nameHint, en: productionTexts('en').nameHint } }}
        />
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
          {texts.nameWaiting(nameChangeOf(waiting).name, formatDate(context.locale, waiting.requestedAtMs))}
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
      columns={[texts.check, texts.result]}
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

/** An accepted name replaces the one in the form, unless the partner is correcting it. */
function formToShow({ form, errors, view }: ProductionRegistrationPageProps): RegistrationFormValues {
  const { ready } = view.name;
  return ready === undefined || errors.displayName !== undefined ? form : { ...form, displayName: ready };
}
