import { Button, Details } from '@garance/web/view';
import { Fields } from '../../../parts/form/field-view.tsx';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import { PortalPage } from '../../../parts/page.tsx';
import { appCodeFields } from '../fields.ts';
import type { FormPageProps } from '../page-props.ts';
import { PasskeyForm } from '../passkey-form.tsx';
import { secondFactorTexts } from './texts.ts';

interface StepUpPageProps extends FormPageProps {
  readonly totp: boolean;
  /** Options for the person's passkeys; absent when there are none. */
  readonly passkeyOptions?: string;
  readonly passkeyCsrf: string;
}

export function StepUpPage(page: StepUpPageProps) {
  const { context, csrf, next, errors, totp, passkeyOptions, passkeyCsrf } = page;
  const texts = secondFactorTexts(context.locale);
  return (
    <PortalPage context={context} title={texts.title} errors={errors}>
      <p class="govuk-body-l">{texts.intro}</p>
      {totp && (
        <PortalForm action="/second-factor" csrf={csrf} next={next}>
          <Fields fields={appCodeFields} locale={context.locale} values={{}} errors={errors ?? {}} />
          <Button>{texts.submit}</Button>
        </PortalForm>
      )}
      {passkeyOptions !== undefined && (
        <div id="passkey">
          {totp && <h2 class="govuk-heading-m">{texts.orPasskey}</h2>}
          <PasskeyForm
            kind="authenticate"
            action="/second-factor/passkey"
            csrf={passkeyCsrf}
            next={next}
            options={passkeyOptions}
            submit={texts.usePasskey}
            withoutScript={texts.passkeyNoScript}
            failure={texts.passkeyFailure}
            variant={totp ? 'secondary' : 'primary'}
          />
        </div>
      )}
      <Details summary={texts.lost}>
        <p class="govuk-body">{texts.lostHow}</p>
      </Details>
    </PortalPage>
  );
}
