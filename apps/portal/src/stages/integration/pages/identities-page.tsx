import { Button, createMessages, RadioGroup, Table, TextField } from '@garance/web/view';
import type { FieldErrors } from '../../../objects/form.ts';
import type { TestIdentity } from '../../../objects/registration/tables/test-identities.ts';
import { type IdentityField, testIdentityPassword } from '../../../objects/registration/test-identities.ts';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { Errors, PortalForm } from '../../../parts/registration/form-parts.tsx';
import { Frame } from '../../../parts/registration/frame.tsx';
import type { RegistrationScope } from '../../../parts/scope/registration-scope.ts';

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
    fields: {
      given_name: 'Prénoms',
      family_name: 'Nom de naissance',
      birthdate: 'Date de naissance',
      gender: 'Sexe',
      birthplace: 'Commune de naissance (code officiel)',
      birthcountry: 'Pays de naissance (code officiel)',
      email: 'Adresse électronique',
      preferred_username: 'Nom d’usage (facultatif)',
    },
    hints: {
      birthdate: 'AAAA-MM-JJ ; 00 pour un jour ou un mois inconnu.',
      birthplace: 'Cinq caractères, par exemple 75107 ; rien pour une naissance à l’étranger.',
      birthcountry: '99100 pour la France.',
    },
    genders: { female: 'Féminin', male: 'Masculin' },
    wrong: 'Cette valeur ne suit pas les règles de l’identité pivot. Corrigez-la comme l’aide l’indique.',
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
    fields: {
      given_name: 'Given names',
      family_name: 'Family name at birth',
      birthdate: 'Date of birth',
      gender: 'Gender',
      birthplace: 'Commune of birth (official code)',
      birthcountry: 'Country of birth (official code)',
      email: 'E-mail address',
      preferred_username: 'Usage name (optional)',
    },
    hints: {
      birthdate: 'YYYY-MM-DD; 00 for an unknown day or month.',
      birthplace: 'Five characters, for example 75107; nothing for a birth abroad.',
      birthcountry: '99100 for France.',
    },
    genders: { female: 'Female', male: 'Male' },
    wrong: 'This value does not follow the rules of the pivot identity. Correct it as the hint says.',
  },
});

export interface IdentitiesPageProps {
  readonly context: PortalPageContext;
  readonly scope: RegistrationScope;
  readonly identities: readonly TestIdentity[];
  readonly tokens: { readonly add: string; readonly remove: string };
  readonly values: Readonly<Partial<Record<IdentityField, string>>>;
  /** The attribute that breaks a rule. */
  readonly wrong?: IdentityField | undefined;
}

/** A service's own test persons. */
export function IdentitiesPage(props: IdentitiesPageProps) {
  const { context, scope, identities, tokens, wrong } = props;
  const texts = messages(context.locale);
  const errors: FieldErrors =
    wrong === undefined ? {} : { [wrong]: `${texts.fields[wrong]} : ${texts.wrong}` };
  const mayEdit = scope.may('test-identity.edit');
  const { columns } = texts;
  return (
    <Frame context={context} scope={scope} title={texts.title} hasErrors={wrong !== undefined} width="wide">
      <Errors errors={errors} />
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
      {mayEdit && <AddForm {...props} errors={errors} />}
    </Frame>
  );
}

function AddForm({
  context,
  scope,
  tokens,
  values,
  errors,
}: IdentitiesPageProps & { readonly errors: FieldErrors }) {
  const texts = messages(context.locale);
  const hints: Readonly<Record<string, string>> = texts.hints;
  const text = (field: Exclude<IdentityField, 'gender'>) => (
    <TextField
      id={field}
      name={field}
      label={texts.fields[field]}
      value={values[field] ?? ''}
      error={errors[field]}
      autoComplete="off"
      {...(hints[field] !== undefined && { hint: hints[field] })}
      {...(field === 'email' && { type: 'email' as const })}
    />
  );
  return (
    <>
      <h2 class="govuk-heading-m">{texts.add}</h2>
      <PortalForm action={`${scope.base}/test-identities`} csrf={tokens.add}>
        {text('given_name')}
        {text('family_name')}
        {text('birthdate')}
        <RadioGroup
          id="gender"
          name="gender"
          legend={texts.fields.gender}
          value={values.gender}
          error={errors.gender}
          options={(['female', 'male'] as const).map((value) => ({ value, label: texts.genders[value] }))}
        />
        {text('birthplace')}
        {text('birthcountry')}
        {text('email')}
        {text('preferred_username')}
        <Button>{texts.add}</Button>
      </PortalForm>
    </>
  );
}
