import type { Provider } from '@garance/core';
import { Button, ButtonGroup, createMessages, Notice } from '@garance/web/view';
import type { FieldErrors } from '../../../objects/form.ts';
import type { RegistrationFormValues } from '../../../objects/registration/tables/registration-drafts.ts';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { Errors, PortalForm } from '../../../parts/registration/form-parts.tsx';
import { Frame } from '../../../parts/registration/frame.tsx';
import { RegistrationFields } from '../../../parts/registration/registration-fields.tsx';
import type { RegistrationScope } from '../../../parts/scope/registration-scope.ts';

const messages = createMessages({
  fr: {
    title: 'Enregistrement',
    meanwhile:
      'Quelqu’un d’autre a enregistré cette page pendant que vous écriviez. Voici votre texte : l’enregistrer de nouveau remplacera le sien.',
    scopesHint: 'Celles de votre habilitation, pas davantage. openid est toujours compris.',
    save: 'Enregistrer et vérifier',
    cancel: 'Annuler',
  },
  en: {
    title: 'Registration',
    meanwhile:
      'Somebody else saved this page while you were writing. Here is your text: saving again will replace theirs.',
    scopesHint: 'Those of your habilitation, no more. openid is always included.',
    save: 'Save and check',
    cancel: 'Cancel',
  },
});

export interface RegistrationPageProps {
  readonly context: PortalPageContext;
  readonly scope: RegistrationScope;
  readonly form: RegistrationFormValues;
  readonly version: number;
  readonly csrf: string;
  readonly errors: FieldErrors;
  readonly changedMeanwhile: boolean;
  readonly providers: readonly Pick<Provider, 'id' | 'name'>[];
  readonly habilitatedScopes: readonly string[];
}

/** The form of a registration: everything the service decides, and nothing that it does not. */
export function RegistrationPage(props: RegistrationPageProps) {
  const { context, scope, form, version, csrf, errors, changedMeanwhile, providers } = props;
  const texts = messages(context.locale);
  const hasErrors = Object.keys(errors).length > 0;
  return (
    <Frame context={context} scope={scope} title={texts.title} hasErrors={hasErrors}>
      <Errors errors={errors} />
      {changedMeanwhile && <Notice tone="warning">{texts.meanwhile}</Notice>}
      <PortalForm action={`${scope.base}/registration`} csrf={csrf}>
        <input type="hidden" name="version" value={String(version)} />
        <RegistrationFields
          locale={context.locale}
          hub={scope.hub}
          form={form}
          errors={errors}
          providers={providers}
          scopes={props.habilitatedScopes}
          scopesHint={texts.scopesHint}
        />
        <ButtonGroup>
          <Button>{texts.save}</Button>
          <Button variant="quiet" href={scope.base}>
            {texts.cancel}
          </Button>
        </ButtonGroup>
      </PortalForm>
    </Frame>
  );
}
