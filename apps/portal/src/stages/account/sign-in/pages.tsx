import { Button, Notice, TextField } from '@garance/web/view';
import { CodeField, FormErrors, HiddenFields, hasErrors } from '../../../parts/form/form-parts.tsx';
import { keptFormPath } from '../../../parts/form/kept-form.ts';
import { PortalLayout } from '../../../parts/layout.tsx';
import { withNext } from '../next.ts';
import type { FormPage } from '../page-props.ts';
import { signInTexts } from './texts.ts';

export function SignInPage(page: FormPage & { readonly professionals: boolean }) {
  const { context, csrf, next, values, errors, professionals } = page;
  const texts = signInTexts(context.locale);
  return (
    <PortalLayout context={context} title={texts.title} hasErrors={hasErrors(errors)}>
      <FormErrors errors={errors} />
      <h1 class="govuk-heading-l">{texts.title}</h1>
      {next === keptFormPath && <Notice title={texts.endedTitle}>{texts.ended}</Notice>}
      <p class="govuk-body-l">{texts.intro}</p>
      <form method="post" action="/sign-in" novalidate>
        <HiddenFields csrf={csrf} next={next} />
        <TextField
          id="email"
          name="email"
          type="email"
          label={texts.email}
          hint={texts.emailHint}
          autoComplete="email"
          spellCheck={false}
          maxLength={254}
          value={values?.email ?? ''}
          error={errors?.email}
        />
        <Button>{texts.send}</Button>
      </form>
      <h2 class="govuk-heading-m">{texts.otherWays}</h2>
      <ul class="govuk-list">
        <li>
          <a class="govuk-link" href={withNext('/sign-in/passkey', next)}>
            {texts.withPasskey}
          </a>
        </li>
        {professionals && (
          <li>
            <a class="govuk-link" href={withNext('/sign-in/professional', next)}>
              {texts.withProfessional}
            </a>
          </li>
        )}
      </ul>
    </PortalLayout>
  );
}

export function CodePage({ context, csrf, next, errors, email }: FormPage & { readonly email: string }) {
  const texts = signInTexts(context.locale);
  const back = withNext('/sign-in', next);
  return (
    <PortalLayout context={context} title={texts.codeTitle} backHref={back} hasErrors={hasErrors(errors)}>
      <FormErrors errors={errors} />
      <h1 class="govuk-heading-l">{texts.codeTitle}</h1>
      <p class="govuk-body">{texts.codeIntro(email)}</p>
      <form method="post" action="/sign-in/code" novalidate>
        <HiddenFields csrf={csrf} next={next} />
        <CodeField label={texts.code} error={errors?.code} />
        <Button>{texts.codeSubmit}</Button>
      </form>
      <p class="govuk-body">
        <a class="govuk-link" href={back}>
          {texts.again}
        </a>
      </p>
    </PortalLayout>
  );
}

export function NamePage(page: FormPage & { readonly email: string }) {
  const { context, csrf, next, values, errors, email } = page;
  const texts = signInTexts(context.locale);
  return (
    <PortalLayout context={context} title={texts.nameTitle} hasErrors={hasErrors(errors)}>
      <FormErrors errors={errors} />
      <h1 class="govuk-heading-l">{texts.nameTitle}</h1>
      <p class="govuk-body">{texts.nameIntro(email)}</p>
      <form method="post" action="/sign-in/name" novalidate>
        <HiddenFields csrf={csrf} next={next} />
        <TextField
          id="name"
          name="name"
          label={texts.name}
          hint={texts.nameHint}
          autoComplete="name"
          maxLength={100}
          value={values?.name ?? ''}
          error={errors?.name}
        />
        <Button>{texts.nameSubmit}</Button>
      </form>
    </PortalLayout>
  );
}
