import { Button, CopyableCode, Notice, RadioGroup, SummaryList } from '@garance/web/view';
import type { FieldErrors } from '../../objects/form.ts';
import type { Delivered } from '../../objects/production/activate.ts';
import type { ProductionView } from '../../objects/production/read.ts';
import { differences } from '../../objects/registration/difference.ts';
import { overlaps } from '../../objects/registration/secrets.ts';
import { FormErrors, PortalForm } from '../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../parts/layout.tsx';
import { Frame } from '../../parts/qualification/parts.tsx';
import { DifferenceTable } from '../../parts/registration/difference-table.tsx';
import { HashField, OwnHash } from '../../parts/registration/own-hash.tsx';
import type { PlatformScope } from '../../parts/scope/service-scope.ts';
import { productionTexts } from './texts.ts';

/** Typed hash of the partner's own secret, and its errors. */
interface SecretInput {
  readonly sha256?: string;
  readonly errors?: FieldErrors;
}

interface ActivationPageProps extends SecretInput {
  readonly context: PortalPageContext;
  readonly scope: PlatformScope;
  readonly view: ProductionView;
  readonly csrf: string;
  readonly relaxedAddresses: boolean;
}

/** The last look before the service opens. */
export function ActivationPage(props: ActivationPageProps) {
  const { context, scope, view, csrf, relaxedAddresses, sha256, errors = {} } = props;
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
      hasErrors={errors.sha256 !== undefined}
    >
      <FormErrors errors={errors} />
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
            <HashField locale={locale} value={sha256} error={errors.sha256} />
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

/** The one page that ever shows a production secret. */
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
  /** Chosen overlap in days of the current secret. */
  readonly overlap?: string;
}

/** A new secret beside the old one. */
export function RenewalPage(props: RenewalPageProps) {
  const { context, scope, csrf, overlap = '7', sha256, errors = {} } = props;
  const { locale } = context;
  const texts = productionTexts(locale);
  return (
    <Frame
      context={context}
      scope={scope}
      title={texts.renew}
      backHref={`${scope.base}/production`}
      hasErrors={errors.sha256 !== undefined}
    >
      <FormErrors errors={errors} />
      <p class="govuk-body-l">{texts.renewText}</p>
      <PortalForm action={`${scope.base}/production/secret`} csrf={csrf}>
        <RadioGroup
          id="overlap"
          name="overlap"
          legend={texts.overlap}
          value={overlap}
          options={overlaps.map((value) => ({ value, label: texts.overlaps[value] }))}
        />
        <OwnHash locale={locale} error={errors.sha256}>
          <HashField locale={locale} value={sha256} error={errors.sha256} />
        </OwnHash>
        <Button>{texts.renew}</Button>
      </PortalForm>
    </Frame>
  );
}
