import type { Localized, Platform } from '@garance/core';
import { Button, ButtonGroup, Notice, platformNames, Tag } from '@garance/web/view';
import type { FieldErrors } from '../../objects/form.ts';
import type { FieldName, FieldRules } from '../../objects/registration/fields.ts';
import type { RegistrationFormValues } from '../../objects/registration/tables/registration-drafts.ts';
import type { SandboxHolder } from '../../objects/sandbox/table.ts';
import { PortalForm } from '../../parts/form/form-parts.tsx';
import { PortalLayout, type PortalPageContext } from '../../parts/layout.tsx';
import { RegistrationFields } from '../../parts/registration/registration-fields.tsx';
import { sandboxTexts } from './texts.ts';

interface FormPageProps {
  readonly context: PortalPageContext;
  readonly platform: Platform;
  readonly holder: SandboxHolder;
  readonly form: RegistrationFormValues;
  readonly errors: FieldErrors;
  readonly rules: FieldRules;
  readonly csrf: string;
  /** For an existing client: its page, and the version that the form was shown with. */
  readonly existing?: { readonly href: string; readonly version: number };
  readonly changedMeanwhile?: boolean;
}

/** The form for a new or an existing client. */
export function SandboxFormPage(props: FormPageProps) {
  const { context, platform, holder, form, errors, rules, csrf, existing } = props;
  const { locale } = context;
  const texts = sandboxTexts(locale);
  const title = existing === undefined ? texts.newTitle(platformNames[platform]) : texts.editTitle;
  const back = existing?.href ?? '/sandbox';
  const ofPerson = holder.kind === 'person';
  return (
    <PortalLayout context={context} title={title} backHref={back} errors={errors}>
      {props.changedMeanwhile === true && <Notice tone="warning">{texts.meanwhile}</Notice>}
      <p class="garance-service">
        <Tag>{platformNames[platform]}</Tag> <Tag>{texts.integration}</Tag> <Tag>{texts.sandbox}</Tag>
      </p>
      <h1 class="govuk-heading-l">{title}</h1>
      <PortalForm action={existing === undefined ? '/sandbox' : `${existing.href}/edit`} csrf={csrf}>
        {existing === undefined ? (
          <>
            <input type="hidden" name="platform" value={platform} />
            {!ofPerson && <input type="hidden" name="for" value={holder.organisationId} />}
          </>
        ) : (
          <input type="hidden" name="version" value={String(existing.version)} />
        )}
        <RegistrationFields
          locale={locale}
          rules={rules}
          form={form}
          errors={errors}
          hints={hintsOf(holder)}
        />
        <ButtonGroup>
          <Button>{existing === undefined ? texts.create : texts.save}</Button>
          <Button variant="quiet" href={back}>
            {texts.cancel}
          </Button>
        </ButtonGroup>
      </PortalForm>
    </PortalLayout>
  );
}

/** A client of a person has only addresses of their own machine. */
function hintsOf({ kind }: SandboxHolder): Readonly<Partial<Record<FieldName, Localized>>> {
  const inBoth = (name: keyof ReturnType<typeof sandboxTexts>['hints']) => ({
    fr: sandboxTexts('fr').hints[name],
    en: sandboxTexts('en').hints[name],
  });
  const loopback = inBoth('loopback');
  return {
    scopes: inBoth('scopes'),
    authMethod: inBoth('auth'),
    displayName: inBoth(kind === 'person' ? 'testName' : 'name'),
    ...(kind === 'person' && { redirectUris: loopback, postLogoutRedirectUris: loopback }),
  };
}
