import { Button, ButtonGroup, createMessages, Notice } from '@garance/web/view';
import type { FieldErrors } from '../../../objects/form.ts';
import type { FieldRules } from '../../../objects/registration/fields.ts';
import type { RegistrationFormValues } from '../../../objects/registration/tables/registration-drafts.ts';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { Frame } from '../../../parts/registration/frame.tsx';
import { RegistrationFields } from '../../../parts/registration/registration-fields.tsx';
import type { RegistrationScope } from '../../../parts/scope/registration-scope.ts';

const messages = createMessages({
  fr: {
    title: 'Enregistrement',
    meanwhile:
      'Quelqu’un d’autre a enregistré cette page pendant que vous écriviez. Voici votre texte : l’enregistrer de nouveau remplacera le sien.',
    save: 'Enregistrer et vérifier',
    cancel: 'Annuler',
  },
  en: {
    title: 'Registration',
    meanwhile:
      'Somebody else saved this page while you were writing. Here is your text: saving again will replace theirs.',
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
  readonly rules: FieldRules;
}

/** The form of a registration: everything that the service decides. */
export function RegistrationPage(props: RegistrationPageProps) {
  const { context, scope, form, version, csrf, errors, changedMeanwhile, rules } = props;
  const texts = messages(context.locale);
  return (
    <Frame context={context} scope={scope} title={texts.title} errors={errors}>
      {changedMeanwhile && <Notice tone="warning">{texts.meanwhile}</Notice>}
      <PortalForm action={`${scope.base}/registration`} csrf={csrf}>
        <input type="hidden" name="version" value={String(version)} />
        <RegistrationFields locale={context.locale} rules={rules} form={form} errors={errors} />
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
