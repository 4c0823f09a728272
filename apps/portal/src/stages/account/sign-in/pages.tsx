import { Button, Notice, SafeLink } from '@garance/web/view';
import { Fields } from '../../../parts/form/field-view.tsx';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import { keptFormPath } from '../../../parts/form/kept-form.ts';
import { PortalPage } from '../../../parts/page.tsx';
import { mailCodeFields, signInFields, signUpFields } from '../fields.ts';
import { withNext } from '../next.ts';
import type { FormPageProps } from '../page-props.ts';
import { signInTexts } from './texts.ts';

export function SignInPage(page: FormPageProps & { readonly professionals: boolean }) {
  const { context, csrf, next, values, errors, professionals } = page;
  const texts = signInTexts(context.locale);
  return (
    <PortalPage context={context} title={texts.title} errors={errors}>
      {next === keptFormPath && <Notice title={texts.endedTitle}>{texts.ended}</Notice>}
      <p class="govuk-body-l">{texts.intro}</p>
      <PortalForm action="/sign-in" csrf={csrf} next={next}>
        <Fields fields={signInFields} locale={context.locale} values={values ?? {}} errors={errors ?? {}} />
        <Button>{texts.send}</Button>
      </PortalForm>
      <h2 class="govuk-heading-m">{texts.otherWays}</h2>
      <ul class="govuk-list">
        <li>
          <SafeLink href={withNext('/sign-in/passkey', next)}>{texts.withPasskey}</SafeLink>
        </li>
        {professionals && (
          <li>
            <SafeLink href={withNext('/sign-in/professional', next)}>{texts.withProfessional}</SafeLink>
          </li>
        )}
      </ul>
    </PortalPage>
  );
}

export function CodePage({ context, csrf, next, errors, email }: FormPageProps & { readonly email: string }) {
  const texts = signInTexts(context.locale);
  const back = withNext('/sign-in', next);
  return (
    <PortalPage context={context} title={texts.codeTitle} backHref={back} errors={errors}>
      <p class="govuk-body">{texts.codeIntro(email)}</p>
      <PortalForm action="/sign-in/code" csrf={csrf} next={next}>
        <Fields fields={mailCodeFields} locale={context.locale} values={{}} errors={errors ?? {}} />
        <Button>{texts.codeSubmit}</Button>
      </PortalForm>
      <p class="govuk-body">
        <SafeLink href={back}>{texts.again}</SafeLink>
      </p>
    </PortalPage>
  );
}

export function NamePage(page: FormPageProps & { readonly email: string }) {
  const { context, csrf, next, values, errors, email } = page;
  const texts = signInTexts(context.locale);
  return (
    <PortalPage context={context} title={texts.nameTitle} errors={errors}>
      <p class="govuk-body">{texts.nameIntro(email)}</p>
      <PortalForm action="/sign-in/name" csrf={csrf} next={next}>
        <Fields fields={signUpFields} locale={context.locale} values={values ?? {}} errors={errors ?? {}} />
        <Button>{texts.nameSubmit}</Button>
      </PortalForm>
    </PortalPage>
  );
}
