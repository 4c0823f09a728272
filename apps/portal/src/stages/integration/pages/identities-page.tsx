import { Button, createMessages, Table } from '@garance/web/view';
import type { FormValues } from '../../../objects/form/field.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import type { TestIdentity } from '../../../objects/registration/tables/test-identities.ts';
import { testIdentityPassword } from '../../../objects/registration/test-identities.ts';
import { Fields } from '../../../parts/form/field-view.tsx';
import { FormErrors, hasErrors, PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { Frame } from '../../../parts/registration/frame.tsx';
import type { RegistrationScope } from '../../../parts/scope/registration-scope.ts';
import { identityFields } from '../identity-fields.ts';

const messages = createMessages({
  fr: {
    title: 'Identités de test',
    intro: (password: string) =>
      `Des personnes inventées, propres à votre service, qui peuvent s’y connecter en intégration chez les fournisseurs d’identité de démonstration, et à aucun autre. Elles ne figurent dans aucune liste : saisissez le compte et le mot de passe, toujours « ${password} ».`,
    warning: 'N’écrivez ici aucune personne réelle.',
    caption: 'Identités de ce service',
    columns: { login: 'Compte', person: 'Personne', born: 'Naissance', action: 'Action' },
    remove: 'Supprimer',
    empty: 'Aucune identité. Ajoutez-en une ci-dessous.',
    add: 'Ajouter une identité',
  },
  en: {
    title: 'Test identities',
    intro: (password) =>
      `Invented people, private to your service, who can sign in to it, and to no other, in integration at the demonstration identity providers. They are in no list: type the account and the password, always “${password}”.`,
    warning: 'Write no real person here.',
    caption: 'Identities of this service',
    columns: { login: 'Account', person: 'Person', born: 'Birth', action: 'Action' },
    remove: 'Remove',
    empty: 'No identity. Add one below.',
    add: 'Add an identity',
  },
});

export interface IdentitiesPageProps {
  readonly context: PortalPageContext;
  readonly scope: RegistrationScope;
  readonly identities: readonly TestIdentity[];
  readonly tokens: { readonly add: string; readonly remove: string };
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

/** A service's own test persons. */
export function IdentitiesPage(props: IdentitiesPageProps) {
  const { context, scope, identities, tokens, errors } = props;
  const texts = messages(context.locale);
  const mayEdit = scope.may('test-identity.edit');
  const { columns } = texts;
  return (
    <Frame context={context} scope={scope} title={texts.title} hasErrors={hasErrors(errors)} width="wide">
      <FormErrors errors={errors} />
      <p class="govuk-body">{texts.intro(testIdentityPassword)}</p>
      <p class="govuk-body">{texts.warning}</p>
      <Table
        caption={texts.caption}
        columns={[columns.login, columns.person, columns.born, columns.action].map((header) => ({ header }))}
        rows={identities.map(({ id, login, claims }) => [
          <code>{login}</code>,
          `${claims.given_name ?? ''} ${claims.family_name ?? ''}`,
          `${claims.birthdate ?? ''} ${claims.birthplace ?? ''} ${claims.birthcountry ?? ''}`,
          mayEdit ? (
            <PortalForm action={`${scope.base}/test-identities/${id}/remove`} csrf={tokens.remove}>
              <Button variant="quiet">
                {texts.remove}
                <span class="govuk-visually-hidden"> {login}</span>
              </Button>
            </PortalForm>
          ) : (
            ''
          ),
        ])}
        empty={texts.empty}
      />
      {mayEdit && <AddForm {...props} />}
    </Frame>
  );
}

function AddForm({ context, scope, tokens, values, errors }: IdentitiesPageProps) {
  const texts = messages(context.locale);
  return (
    <>
      <h2 class="govuk-heading-m">{texts.add}</h2>
      <PortalForm action={`${scope.base}/test-identities`} csrf={tokens.add}>
        <Fields fields={identityFields} locale={context.locale} values={values} errors={errors} />
        <Button>{texts.add}</Button>
      </PortalForm>
    </>
  );
}
