import { Button, CopyableCode, createMessages, type Locale, Notice, SummaryList } from '@garance/web/view';
import type { FormValues } from '../../objects/form/field.ts';
import type { FieldErrors } from '../../objects/form.ts';
import { type ExampleSubjects, fictionalPerson } from '../../objects/service/example-subjects.ts';
import { Fields } from '../../parts/form/field-view.tsx';
import { PortalForm } from '../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../parts/layout.tsx';
import { Frame } from '../../parts/qualification/parts.tsx';
import type { ServiceScope } from '../../parts/scope/service-scope.ts';
import { addPlusFields } from './fields.ts';
import type { PlanPoint, PlusPlan } from './plan.ts';

const messages = createMessages({
  fr: {
    title: 'Ajouter FranceConnect+',
    intro:
      'Votre service est en production sur FranceConnect. La demande pour FranceConnect+ part de ce qui est connu ; voici ce qui reste et ce qui change pour lui.',
    stays: 'Ce qui reste',
    changes: 'Ce qui change',
    before: 'Aujourd’hui, sur FranceConnect',
    after: 'Sur FranceConnect+',
    request: 'Votre demande',
    identifiers: 'L’identifiant de chaque usager (sub)',
    example: (name: string) => `Exemple, pour une personne fictive : ${name}`,
    exampleStandard: 'Sur FranceConnect',
    exampleCommon: 'Sur FranceConnect+, identifiant commun',
    exampleDifferent: 'Sur FranceConnect+, identifiant différent',
    send: 'Commencer la demande',
    existing: 'Une demande pour FranceConnect+ existe déjà pour ce service.',
    open: 'Ouvrir la demande',
    readOnly: 'Un propriétaire, un contact technique ou un contributeur peut commencer la demande.',
    dryRun:
      'Dès l’habilitation accordée, lancez la suite sur l’environnement d’intégration de FranceConnect+ : elle dit ce qui manque encore, scénario par scénario.',
  },
  en: {
    title: 'Add FranceConnect+',
    intro:
      'Your service is in production on FranceConnect. The request for FranceConnect+ starts from what is known; here is what stays and what changes for it.',
    stays: 'What stays',
    changes: 'What changes',
    before: 'Today, on FranceConnect',
    after: 'On FranceConnect+',
    request: 'Your request',
    identifiers: 'Each citizen’s identifier (sub)',
    example: (name) => `Example, for a fictional person: ${name}`,
    exampleStandard: 'On FranceConnect',
    exampleCommon: 'On FranceConnect+, common identifier',
    exampleDifferent: 'On FranceConnect+, different identifier',
    send: 'Begin the request',
    existing: 'A request for FranceConnect+ exists already for this service.',
    open: 'Open the request',
    readOnly: 'An owner, a technical contact or a contributor can begin the request.',
    dryRun:
      'As soon as the habilitation is granted, run the suite on the integration environment of FranceConnect+: it says what is still missing, scenario by scenario.',
  },
});

export interface AddPlusPageProps {
  readonly context: PortalPageContext;
  readonly scope: ServiceScope;
  readonly plan: PlusPlan;
  readonly subjects: ExampleSubjects;
  /** Path of an open request for plus. */
  readonly existingHref: string | undefined;
  /** Present when this person may create a request. */
  readonly csrf?: string;
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

/** Guides a service from standard to plus. */
export function AddPlusPage(props: AddPlusPageProps) {
  const { context, scope, plan, existingHref, csrf, errors } = props;
  const { locale } = context;
  const texts = messages(locale);
  return (
    <Frame
      context={context}
      scope={{ service: scope.service, platform: 'plus' }}
      title={texts.title}
      backHref={`/services/${scope.service.id}`}
      width="wide"
      errors={errors}
    >
      <p class="govuk-body-l">{texts.intro}</p>
      <Plan caption={texts.changes} points={plan.changes} locale={locale} />
      <Plan caption={texts.stays} points={plan.stays} locale={locale} />
      <Notice>{texts.dryRun}</Notice>
      <Example {...props} />
      {existingHref !== undefined ? (
        <>
          <Notice>{texts.existing}</Notice>
          <Button href={existingHref}>{texts.open}</Button>
        </>
      ) : csrf === undefined ? (
        <Notice>{texts.readOnly}</Notice>
      ) : (
        <RequestForm {...props} csrf={csrf} />
      )}
    </Frame>
  );
}

function RequestForm({ context, scope, csrf, values, errors }: AddPlusPageProps & { readonly csrf: string }) {
  const { locale } = context;
  const texts = messages(locale);
  return (
    <PortalForm action={`/services/${scope.service.id}/add-plus`} csrf={csrf}>
      <h2 class="govuk-heading-m">{texts.request}</h2>
      <Fields fields={addPlusFields} locale={locale} values={values} errors={errors} />
      <Button>{texts.send}</Button>
    </PortalForm>
  );
}

function Example({ context, subjects }: AddPlusPageProps) {
  const texts = messages(context.locale);
  const code = (label: string, value: string) => ({
    key: label,
    value: <CopyableCode label={label} labelHidden value={value} />,
  });
  return (
    <section aria-label={texts.identifiers}>
      <h2 class="govuk-heading-m">{texts.identifiers}</h2>
      <p class="govuk-body">{texts.example(`${fictionalPerson.givenName} ${fictionalPerson.familyName}`)}</p>
      <SummaryList
        rows={[
          code(texts.exampleStandard, subjects.standard),
          code(texts.exampleDifferent, subjects.different),
          code(texts.exampleCommon, subjects.common),
        ]}
      />
    </section>
  );
}

interface PlanProps {
  readonly caption: string;
  readonly points: readonly PlanPoint[];
  readonly locale: Locale;
}

/** Table of changes: now, on plus, action. */
function Plan({ caption, points, locale }: PlanProps) {
  return (
    <section aria-label={caption}>
      <h2 class="govuk-heading-m">{caption}</h2>
      <SummaryList
        rows={points.map((point) => ({
          key: point.title[locale],
          value: <Point point={point} locale={locale} />,
        }))}
      />
    </section>
  );
}

function Point({ point, locale }: { readonly point: PlanPoint; readonly locale: Locale }) {
  const texts = messages(locale);
  const { before, after, advice } = point;
  if (before === after && advice === undefined) return <>{before}</>;
  return (
    <>
      {before !== '' && before !== after && (
        <p class="govuk-hint">
          {texts.before} : {before}
        </p>
      )}
      {after !== '' && (
        <p class="govuk-body">
          {before === after ? '' : `${texts.after} : `}
          <strong>{after}</strong>
        </p>
      )}
      {advice !== undefined && <p class="govuk-body">{advice[locale]}</p>}
    </>
  );
}
