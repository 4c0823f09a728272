import type { Platform, Provider } from '@garance/core';
import { Button, ButtonGroup, Notice, platformNames, Tag } from '@garance/web/view';
import type { FieldErrors } from '../../objects/form.ts';
import type { RegistrationFormValues } from '../../objects/registration/tables/registration-drafts.ts';
import { keysOffered } from '../../objects/sandbox/rules.ts';
import type { SandboxHolder } from '../../objects/sandbox/table.ts';
import { PortalLayout, type PortalPageContext } from '../../parts/layout.tsx';
import { Errors, PortalForm } from '../../parts/registration/form-parts.tsx';
import { RegistrationFields } from '../../parts/registration/registration-fields.tsx';
import { sandboxTexts } from './texts.ts';

interface FormPageProps {
  readonly context: PortalPageContext;
  readonly platform: Platform;
  readonly holder: SandboxHolder;
  readonly form: RegistrationFormValues;
  readonly errors: FieldErrors;
  readonly providers: readonly Pick<Provider, 'id' | 'name'>[];
  readonly scopes: readonly string[];
  readonly csrf: string;
  /** Of a client that exists: its page, and the version that the form was shown with. */
  readonly existing?: { readonly href: string; readonly version: number };
  readonly changedMeanwhile?: boolean;
}

/** The form of a new client, or of one that exists. */
export function SandboxFormPage(props: FormPageProps) {
  const { context, platform, holder, form, errors, providers, scopes, csrf, existing } = props;
  const { locale } = context;
  const texts = sandboxTexts(locale);
  const title = existing === undefined ? texts.newTitle(platformNames[platform]) : texts.editTitle;
  const back = existing?.href ?? '/sandbox';
  const ofPerson = holder.kind === 'person';
  return (
    <PortalLayout context={context} title={title} backHref={back} hasErrors={Object.keys(errors).length > 0}>
      <Errors errors={errors} />
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
          hub={{ platform, environment: 'integration' }}
          form={form}
          errors={errors}
          providers={providers}
          scopes={scopes}
          scopesHint={texts.scopesHint}
          authHint={texts.authHint}
          nameHint={ofPerson ? texts.testNameHint : texts.nameHint}
          keysOffered={keysOffered[holder.kind]}
          {...(ofPerson && { addressHint: texts.loopbackHint })}
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
