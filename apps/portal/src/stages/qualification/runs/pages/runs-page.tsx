import { Button, createMessages, formatDateTime, Notice, SafeLink } from '@garance/web/view';
import type { FormValues } from '../../../../objects/form/field.ts';
import type { FieldErrors } from '../../../../objects/form.ts';
import type { QualificationRun } from '../../../../objects/qualification/tables/qualification-runs.ts';
import { Fields } from '../../../../parts/form/field-view.tsx';
import { PortalForm } from '../../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../../parts/layout.tsx';
import { Frame } from '../../../../parts/qualification/parts.tsx';
import { Queue } from '../../../../parts/queue/queue.tsx';
import type { Page } from '../../../../parts/queue/read-page.ts';
import type { PlatformScope } from '../../../../parts/scope/service-scope.ts';
import { runFields } from '../fields.ts';
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
  /** Reason why no run can be started here now. */
  readonly obstacle?: 'noRegistration' | 'noRunner' | 'mayNot';
  /** Present when this person may start one now. */
  readonly csrf?: string;
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

/** The form that starts a run, and the list of all runs. */
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
      errors={errors}
    >
      <p class="govuk-body-l">{texts.intro}</p>
      {underWay !== undefined && (
        <Notice title={texts.underWay}>
          <p class="govuk-body">
            <SafeLink href={`${path}/${underWay.id}`}>{texts.watch}</SafeLink>
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
  context,
  texts,
  action,
  csrf,
  values,
  errors,
}: RunsPageProps & { readonly texts: Texts; readonly action: string; readonly csrf: string }) {
  return (
    <section aria-labelledby="run-form">
      <h2 class="govuk-heading-m" id="run-form">
        {texts.formTitle}
      </h2>
      <PortalForm action={action} csrf={csrf}>
        <Fields
          fields={runFields()}
          locale={context.locale}
          values={{ signedInKind: 'text', ...values }}
          errors={errors}
        />
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
        <SafeLink href={`${path}/${id}`}>{formatDateTime(locale, queuedAtMs)}</SafeLink>,
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
