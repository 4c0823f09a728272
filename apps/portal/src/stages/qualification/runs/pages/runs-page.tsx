import { Button, createMessages, formatDateTime, Notice, RadioGroup, TextField } from '@garance/web/view';
import type { FieldErrors } from '../../../../objects/form.ts';
import { type AddressField, addressFields } from '../../../../objects/qualification/runs/target.ts';
import type { QualificationRun } from '../../../../objects/qualification/tables/qualification-runs.ts';
import type { TargetAddresses } from '../../../../objects/qualification/tables/qualification-targets.ts';
import { FormErrors, PortalForm } from '../../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../../parts/layout.tsx';
import { Frame } from '../../../../parts/qualification/parts.tsx';
import { Queue } from '../../../../parts/queue/queue.tsx';
import type { Page } from '../../../../parts/queue/read-page.ts';
import type { PlatformScope } from '../../../../parts/scope/service-scope.ts';
import { runTexts } from '../texts.ts';
import { RunStateTag } from './run-parts.tsx';

const messages = createMessages({
  fr: {
    intro:
      'La plateforme ouvre votre service comme le ferait une personne, se trompe exprès, et dit ce qu’il laisse passer. Comptez deux à trois minutes ; rien n’est à changer dans votre service.',
    underWay: 'Une exécution est en cours sur ce service.',
    watch: 'La suivre',
    noRegistration:
      'Publiez d’abord l’enregistrement d’intégration : la suite s’exécute sur ce qui est publié.',
    noRunner: 'Cette plateforme ne lance pas la suite elle-même.',
    formTitle: 'Lancer la suite',
    fields: {
      loginUrl: 'Page de connexion',
      protectedUrl: 'Page protégée',
      signUpUrl: 'Page de création de compte (facultatif)',
      logoutUrl: 'Adresse de déconnexion (facultatif)',
      stepUpUrl: 'Page qui demande un niveau plus élevé (facultatif)',
      profileUrl: 'Page qui montre l’identité reçue (facultatif)',
    },
    hints: {
      loginUrl:
        'Là où se trouve le bouton de connexion, ou l’adresse qui renvoie aussitôt vers la plateforme.',
      protectedUrl:
        'Ne montre son contenu qu’aux personnes connectées : elle prouve qu’un refus est un refus.',
      signUpUrl: 'Pour vérifier le bouton à cet endroit aussi.',
      logoutUrl: 'Sans elle, la déconnexion n’est pas vérifiée et la qualification ne peut être demandée.',
      stepUpUrl: 'Pour vérifier qu’un niveau faible n’ouvre pas ce qui en demande un plus élevé.',
      profileUrl: 'Sans elle, la page d’après connexion et la page protégée sont lues.',
    },
    kind: 'Ce qui montre qu’une personne est connectée',
    kinds: { text: 'Un texte de la page', selector: 'Un élément de la page (sélecteur CSS)' },
    signedIn: 'Ce texte, ou ce sélecteur',
    signedInHint: 'Par exemple « Se déconnecter », ou #mon-compte.',
    start: 'Lancer la suite',
    mayNot: 'Les membres qui modifient la qualification lancent la suite.',
    history: 'Exécutions',
    empty: 'Aucune exécution : la première se lance ci-dessus.',
    state: 'État',
    cause: 'Origine',
  },
  en: {
    intro:
      'The platform opens your service as a person would, makes mistakes on purpose, and says what it lets through. It takes two to three minutes; nothing in your service has to change.',
    underWay: 'A run is under way on this service.',
    watch: 'Watch it',
    noRegistration: 'Publish the integration registration first: the suite runs on what is published.',
    noRunner: 'This platform does not run the suite itself.',
    formTitle: 'Run the suite',
    fields: {
      loginUrl: 'Sign-in page',
      protectedUrl: 'Protected page',
      signUpUrl: 'Sign-up page (optional)',
      logoutUrl: 'Sign-out address (optional)',
      stepUpUrl: 'Page that needs a higher level (optional)',
      profileUrl: 'Page that shows the identity received (optional)',
    },
    hints: {
      loginUrl: 'Where the sign-in button is, or the address that leads to the platform at once.',
      protectedUrl: 'Shows its content to signed-in people only: it proves that a refusal is one.',
      signUpUrl: 'To look at the button there too.',
      logoutUrl: 'Without it sign-out is not verified, and qualification cannot be asked for.',
      stepUpUrl: 'To verify that a low level does not open what needs a higher one.',
      profileUrl: 'Without it the page after sign-in and the protected page are read.',
    },
    kind: 'What shows that a person is signed in',
    kinds: { text: 'A text on the page', selector: 'An element of the page (CSS selector)' },
    signedIn: 'That text, or that selector',
    signedInHint: 'For example “Sign out”, or #my-account.',
    start: 'Run the suite',
    mayNot: 'Members who edit the qualification run the suite.',
    history: 'Runs',
    empty: 'No run: the first one is started above.',
    state: 'State',
    cause: 'Cause',
  },
});

type Texts = ReturnType<typeof messages>;

export interface RunsPageProps {
  readonly context: PortalPageContext;
  readonly scope: PlatformScope;
  readonly page: Page<QualificationRun>;
  readonly underWay: QualificationRun | undefined;
  /** Why no run can be started here now. */
  readonly obstacle?: 'noRegistration' | 'noRunner' | 'mayNot';
  /** Present where this person may start one now. */
  readonly csrf?: string;
  readonly addresses: TargetAddresses;
  readonly errors: FieldErrors;
}

/** The form that starts a run, and every run there was. */
export function RunsPage(props: RunsPageProps) {
  const { context, scope, underWay, obstacle, csrf, errors } = props;
  const { locale } = context;
  const texts = messages(locale);
  const path = `${scope.base}/qualification/runs`;
  return (
    <Frame
      context={context}
      scope={scope}
      title={runTexts(locale).title}
      backHref={`${scope.base}/qualification`}
      width="wide"
      hasErrors={Object.keys(errors).length > 0}
    >
      <FormErrors errors={errors} />
      <p class="govuk-body-l">{texts.intro}</p>
      {underWay !== undefined && (
        <Notice title={texts.underWay}>
          <p class="govuk-body">
            <a class="govuk-link" href={`${path}/${underWay.id}`}>
              {texts.watch}
            </a>
          </p>
        </Notice>
      )}
      {obstacle !== undefined && <Notice>{texts[obstacle]}</Notice>}
      {csrf !== undefined && underWay === undefined && (
        <TargetForm {...props} texts={texts} action={path} csrf={csrf} />
      )}
      <History {...props} texts={texts} path={path} />
    </Frame>
  );
}

function TargetForm({
  texts,
  action,
  csrf,
  addresses,
  errors,
}: RunsPageProps & { readonly texts: Texts; readonly action: string; readonly csrf: string }) {
  const [login, protectedPage, ...others] = addressFields;
  const field = (name: AddressField) => (
    <TextField
      key={name}
      id={name}
      name={name}
      type="url"
      label={texts.fields[name]}
      hint={texts.hints[name]}
      value={addresses[name] ?? ''}
      error={errors[name]}
      spellCheck={false}
      maxLength={1000}
    />
  );
  return (
    <section aria-labelledby="run-form">
      <h2 class="govuk-heading-m" id="run-form">
        {texts.formTitle}
      </h2>
      <PortalForm action={action} csrf={csrf}>
        {field(login)}
        <RadioGroup
          id="signedInKind"
          name="signedInKind"
          legend={texts.kind}
          value={addresses.signedInKind ?? 'text'}
          options={[
            { value: 'text', label: texts.kinds.text },
            { value: 'selector', label: texts.kinds.selector },
          ]}
        />
        <TextField
          id="signedIn"
          name="signedIn"
          label={texts.signedIn}
          hint={texts.signedInHint}
          value={addresses.signedIn ?? ''}
          error={errors.signedIn}
          spellCheck={false}
          maxLength={200}
        />
        {field(protectedPage)}
        {others.map(field)}
        <Button>{texts.start}</Button>
      </PortalForm>
    </section>
  );
}

function History({
  context,
  page,
  texts,
  path,
}: RunsPageProps & { readonly texts: Texts; readonly path: string }) {
  const { locale } = context;
  const shared = runTexts(locale);
  return (
    <Queue
      caption={texts.history}
      captionShown
      page={page}
      columns={[
        shared.requestedOn,
        texts.state,
        texts.cause,
        { header: shared.version, numeric: true },
        { header: shared.passed, numeric: true },
        { header: shared.failed, numeric: true },
        { header: shared.open, numeric: true },
      ]}
      cells={({ id, queuedAtMs, state, cause, head }) => [
        <a class="govuk-link" href={`${path}/${id}`}>
          {formatDateTime(locale, queuedAtMs)}
        </a>,
        <RunStateTag state={state} />,
        shared.causes[cause],
        head?.registrationVersion ?? '',
        head?.summary.passed ?? '',
        head?.summary.failed ?? '',
        head?.summary.inconclusive ?? '',
      ]}
      empty={texts.empty}
    />
  );
}
