import {
  Button,
  CopyableCode,
  createMessages,
  type Locale,
  Notice,
  RadioGroup,
  SummaryList,
  TextField,
} from '@garance/web/view';
import type { FieldErrors } from '../../objects/form.ts';
import { getStep } from '../../objects/request/questions/steps.ts';
import { type ExampleSubjects, fictionalPerson } from '../../objects/service/example-subjects.ts';
import type { PortalPageContext } from '../../parts/layout.tsx';
import { Frame } from '../../parts/qualification/parts.tsx';
import { Errors, PortalForm } from '../../parts/registration/form-parts.tsx';
import type { ServiceScope } from '../../parts/scope/service-scope.ts';
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
    why: 'Pourquoi ce niveau ?',
    whyHint: 'Le risque que vous voulez éviter, ou le texte qui l’exige.',
    identifiers: 'L’identifiant de chaque usager (sub)',
    identifiersHint: 'Ce choix est définitif : il se fait à la création.',
    options: {
      different: 'Différent sur chaque plateforme (conseillé)',
      common: 'Commun aux deux plateformes',
    },
    hints: {
      different: 'Une fuite d’un côté ne permet pas de reconnaître l’usager de l’autre.',
      common: 'Vous retrouvez le compte sans rapprochement ; les deux usages deviennent reliables.',
    },
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
    errors: {
      level: 'Choisissez le niveau attendu par votre service.',
      why: 'Dites pourquoi : vingt caractères au moins.',
      identifiers: 'Choisissez un identifiant commun ou différent.',
    },
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
    why: 'Why this level?',
    whyHint: 'The risk that you want to avoid, or the text that requires it.',
    identifiers: 'Each citizen’s identifier (sub)',
    identifiersHint: 'This choice is final: it is made at creation.',
    options: {
      different: 'Different on each platform (recommended)',
      common: 'Common to both platforms',
    },
    hints: {
      different: 'A leak on one side does not let anybody recognise the citizen on the other.',
      common: 'You find the account without matching; the two uses become linkable.',
    },
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
    errors: {
      level: 'Choose the level that your service expects.',
      why: 'Say why: at least twenty characters.',
      identifiers: 'Choose a common or a different identifier.',
    },
  },
});

export const addPlusErrors = (locale: Locale) => messages(locale).errors;

export interface AddPlusPageProps {
  readonly context: PortalPageContext;
  readonly scope: ServiceScope;
  readonly plan: PlusPlan;
  readonly subjects: ExampleSubjects;
  /** Of a request for plus that is open already. */
  readonly existingHref: string | undefined;
  /** Present where this person may begin one. */
  readonly csrf?: string;
  readonly values: { readonly level: string; readonly why: string; readonly identifiers: string };
  readonly errors: FieldErrors;
}

/** The guided path from one platform to the other. */
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
      hasErrors={Object.keys(errors).length > 0}
    >
      <Errors errors={errors} />
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
  const step = getStep('level');
  const level = step.fields.find(({ name }) => name === 'level');
  const options = level !== undefined && 'options' in level ? level.options : [];
  return (
    <PortalForm action={`/services/${scope.service.id}/add-plus`} csrf={csrf}>
      <h2 class="govuk-heading-m">{texts.request}</h2>
      <RadioGroup
        id="level"
        name="level"
        legend={step.title[locale]}
        value={values.level}
        error={errors.level}
        options={options
          .filter(({ value }) => value !== 'eidas1')
          .map((option) => ({ value: option.value, label: option.label[locale] }))}
      />
      <TextField
        id="why"
        name="why"
        label={texts.why}
        hint={texts.whyHint}
        value={values.why}
        error={errors.why}
        rows={4}
        maxLength={2000}
      />
      <RadioGroup
        id="identifiers"
        name="identifiers"
        legend={texts.identifiers}
        hint={texts.identifiersHint}
        value={values.identifiers}
        error={errors.identifiers}
        options={(['different', 'common'] as const).map((value) => ({
          value,
          label: texts.options[value],
          hint: texts.hints[value],
        }))}
      />
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

/** Point by point: what it is now, what it becomes, what to do about it. */
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
