import { Button, createMessages, Table } from '@garance/web/view';
import type { FormValues } from '../../../objects/form/field.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import type { TestAccount } from '../../../objects/registration/tables/test-accounts.ts';
import { testAccountPassword } from '../../../objects/registration/test-accounts.ts';
import { Fields } from '../../../parts/form/field-view.tsx';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { Frame } from '../../../parts/registration/frame.tsx';
import type { RegistrationScope } from '../../../parts/scope/registration-scope.ts';
import { testAccountFields } from '../test-account-fields.ts';

const messages = createMessages({
  fr: {
    title: 'Comptes de test',
    intro: (password: string) =>
      `Des personnes inventées, propres à votre service, qui peuvent s’y connecter en intégration chez les fournisseurs d’identité de démonstration, et à aucun autre. Leurs comptes ne figurent dans aucune liste : saisissez l’identifiant et le mot de passe, toujours « ${password} ».`,
    warning: 'N’écrivez ici aucune personne réelle.',
    caption: 'Comptes de test de ce service',
    columns: { login: 'Identifiant', person: 'Personne', born: 'Naissance', action: 'Action' },
    remove: 'Supprimer',
    empty: 'Aucun compte de test. Ajoutez-en un ci-dessous.',
    add: 'Ajouter un compte de test',
  },
  en: {
    title: 'Test accounts',
    intro: (password) =>
      `Invented people, private to your service, who can sign in to it, and to no other, in integration at the demonstration identity providers. Their accounts are not listed: type the login and the password, always “${password}”.`,
    warning: 'Do not enter a real person here.',
    caption: 'Test accounts of this service',
    columns: { login: 'Login', person: 'Person', born: 'Birth', action: 'Action' },
    remove: 'Remove',
    empty: 'No test account yet. Add one below.',
    add: 'Add a test account',
  },
});

export interface TestAccountsPageProps {
  readonly context: PortalPageContext;
  readonly scope: RegistrationScope;
  readonly identities: readonly TestAccount[];
  readonly tokens: { readonly add: string; readonly remove: string };
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

/** The test accounts of one service. */
export function TestAccountsPage(props: TestAccountsPageProps) {
  const { context, scope, identities, tokens, errors } = props;
  const texts = messages(context.locale);
  const mayEdit = scope.may('test-identity.edit');
  const { columns } = texts;
  return (
    <Frame context={context} scope={scope} title={texts.title} errors={errors} width="wide">
      <p class="govuk-body">{texts.intro(testAccountPassword)}</p>
      <p class="govuk-body">{texts.warning}</p>
      <Table
        caption={texts.caption}
        columns={[columns.login, columns.person, columns.born, columns.action]}
        rows={identities.map(({ id, login, claims }) => [
          <code>{login}</code>,
          `${claims.given_name ?? ''} ${claims.family_name ?? ''}`,
          `${claims.birthdate ?? ''} ${claims.birthplace ?? ''} ${claims.birthcountry ?? ''}`,
          mayEdit ? (
            <PortalForm action={`${scope.base}/test-identities/${id}/remove`} csrf={tokens.remove}>
              <Button variant="quiet" about={login}>
                {texts.remove}
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

function AddForm({ context, scope, tokens, values, errors }: TestAccountsPageProps) {
  const texts = messages(context.locale);
  return (
    <>
      <h2 class="govuk-heading-m">{texts.add}</h2>
      <PortalForm action={`${scope.base}/test-identities`} csrf={tokens.add}>
        <Fields fields={testAccountFields} locale={context.locale} values={values} errors={errors} />
        <Button>{texts.add}</Button>
      </PortalForm>
    </>
  );
}
