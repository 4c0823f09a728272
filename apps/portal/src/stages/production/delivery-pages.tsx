import { Button, CopyableCode, Notice, SummaryList } from '@garance/web/view';
import type { FormValues } from '../../objects/form/field.ts';
import type { FieldErrors } from '../../objects/form.ts';
import type { Delivered } from '../../objects/production/activate.ts';
import type { ProductionView } from '../../objects/production/read.ts';
import { differences } from '../../objects/registration/difference.ts';
import { Fields, FieldView } from '../../parts/form/field-view.tsx';
import { PortalForm } from '../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../parts/layout.tsx';
import { Frame } from '../../parts/qualification/parts.tsx';
import { DifferenceTable } from '../../parts/registration/difference-table.tsx';
import { OwnHash, optionalHashField } from '../../parts/registration/own-hash.tsx';
import type { PlatformScope } from '../../parts/scope/service-scope.ts';
import { activationFields, overlapField } from './fields.ts';
import { productionTexts } from './texts.ts';

/** Values and errors of a refused form. */
interface SecretInput {
  readonly values?: FormValues;
  readonly errors?: FieldErrors;
}

interface ActivationPageProps extends SecretInput {
  readonly context: PortalPageContext;
  readonly scope: PlatformScope;
  readonly view: ProductionView;
  readonly csrf: string;
  readonly relaxedAddresses: boolean;
}

/** Confirmation page before production is activated. */
export function ActivationPage(props: ActivationPageProps) {
  const { context, scope, view, csrf, relaxedAddresses, values = {}, errors = {} } = props;
  const { locale } = context;
  const texts = productionTexts(locale);
  const byKey = view.form.authMethod === 'private_key_jwt';
  return (
    <Frame
      context={context}
      scope={scope}
      title={texts.activate}
      backHref={`${scope.base}/production`}
      width="wide"
      errors={errors}
    >
      {relaxedAddresses && <Notice tone="warning">{texts.relaxed}</Notice>}
      <p class="govuk-body-l">{byKey ? texts.activateKey : texts.activateText}</p>
      <DifferenceTable
        locale={locale}
        caption={texts.differences}
        differences={differences(view.qualifiedForm, view.form)}
      />
      <PortalForm action={`${scope.base}/production/activate`} csrf={csrf}>
        <input type="hidden" name="version" value={view.production?.version ?? 0} />
        <input type="hidden" name="draftVersion" value={view.draft?.version ?? 0} />
        {!byKey && (
          <OwnHash locale={locale} error={errors.sha256}>
            <Fields fields={activationFields} locale={locale} values={values} errors={errors} />
          </OwnHash>
        )}
        <Button>{texts.activate}</Button>
      </PortalForm>
    </Frame>
  );
}

interface DeliveryPageProps {
  readonly context: PortalPageContext;
  readonly scope: PlatformScope;
  readonly delivered: Delivered;
  readonly issuer: string;
  readonly kind: 'activation' | 'renewal';
}

/** The only page that shows a production secret. */
export function DeliveryPage({ context, scope, delivered, issuer, kind }: DeliveryPageProps) {
  const texts = productionTexts(context.locale);
  const { clientId, secret, by } = delivered;
  const title = kind === 'activation' ? texts.deliveredTitle : texts.newSecretTitle;
  return (
    <Frame context={context} scope={scope} title={title} backHref={`${scope.base}/production`}>
      {secret !== undefined && <Notice tone="warning">{texts.secretOnce}</Notice>}
      {by === 'own-hash' && <Notice>{texts.hashKept}</Notice>}
      <SummaryList
        rows={[
          { key: texts.issuer, value: <CopyableCode label={texts.issuer} labelHidden value={issuer} /> },
          { key: texts.client, value: <CopyableCode label={texts.client} labelHidden value={clientId} /> },
          ...(secret === undefined
            ? []
            : [
                {
                  key: texts.secret,
                  value: <CopyableCode label={texts.secret} labelHidden value={secret} />,
                },
              ]),
        ]}
      />
      <Button href={`${scope.base}/production`}>{texts.done}</Button>
    </Frame>
  );
}

interface RenewalPageProps extends SecretInput {
  readonly context: PortalPageContext;
  readonly scope: PlatformScope;
  readonly csrf: string;
}

/** Form for a new secret beside the old one. */
export function RenewalPage(props: RenewalPageProps) {
  const { context, scope, csrf, values = { overlap: '7' }, errors = {} } = props;
  const { locale } = context;
  const state = { locale, values, errors };
  const texts = productionTexts(locale);
  return (
    <Frame
      context={context}
      scope={scope}
      title={texts.renew}
      backHref={`${scope.base}/production`}
      errors={errors}
    >
      <p class="govuk-body-l">{texts.renewText}</p>
      <PortalForm action={`${scope.base}/production/secret`} csrf={csrf}>
        <FieldView field={overlapField} {...state} />
        <OwnHash locale={locale} error={errors.sha256}>
          <FieldView field={optionalHashField} {...state} />
        </OwnHash>
        <Button>{texts.renew}</Button>
      </PortalForm>
    </Frame>
  );
}
