import { Button, Details } from '@garance/web/view';
import { CodeField, HiddenFields } from '../../../parts/form/form-parts.tsx';
import { PortalPage } from '../../../parts/page.tsx';
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
        <form method="post" action="/second-factor" novalidate>
          <HiddenFields csrf={csrf} next={next} />
          <CodeField label={texts.code} hint={texts.codeHint} error={errors?.code} />
          <Button>{texts.submit}</Button>
        </form>
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
