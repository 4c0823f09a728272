import { Button, ButtonGroup, createMessages, formatDateTime, Notice } from '@garance/web/view';
import type { FormStep } from '../../../objects/request/questions/field.ts';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import { PortalLayout, type PortalPageContext } from '../../../parts/layout.tsx';
import { type FieldContext, FieldView } from './field-view.tsx';

const messages = createMessages({
  fr: {
    position: (at: string, of: string) => `Étape ${at} sur ${of}`,
    savedBy: (name: string, date: string) => `Enregistré par ${name} le ${date}.`,
    next: 'Enregistrer et continuer',
    later: 'Enregistrer et revenir plus tard',
    kept: 'Vos réponses sont enregistrées. Corrigez ce qui suit avant l’envoi de la demande.',
    conflict: 'Quelqu’un d’autre a modifié cette étape en même temps que vous',
    conflictText:
      'Rien n’est perdu. Vos réponses sont dans le formulaire ; au-dessus de chaque réponse qui diffère, vous voyez ce qui a été enregistré entre-temps. Gardez ce qui convient, puis enregistrez.',
  },
  en: {
    position: (at, of) => `Step ${at} of ${of}`,
    savedBy: (name, date) => `Saved by ${name} on ${date}.`,
    next: 'Save and continue',
    later: 'Save and come back later',
    kept: 'Your answers are saved. Correct what follows before the request is sent.',
    conflict: 'Somebody else changed this step at the same time',
    conflictText:
      'Nothing is lost. Your answers are in the form; above each one that differs you see what was saved meanwhile. Keep what is right, then save.',
  },
});

export interface StepPageProps {
  readonly context: PortalPageContext;
  readonly requestId: string;
  readonly title: string;
  readonly step: FormStep;
  readonly position: { readonly at: number; readonly of: number };
  readonly fields: FieldContext;
  readonly csrf: string;
  readonly stepVersion: number;
  readonly savedBy?: { readonly name: string; readonly atMs: number };
  /** The values were saved although some are invalid. */
  readonly kept?: boolean;
}

/** One step of the request. */
export function StepPage(props: StepPageProps) {
  const { context, requestId, title, step, position, fields, csrf, stepVersion, savedBy } = props;
  const { locale } = context;
  const texts = messages(locale);
  return (
    <PortalLayout
      context={context}
      title={`${step.title[locale]} – ${title}`}
      backHref={`/requests/${requestId}`}
      errors={fields.errors}
    >
      {fields.theirs !== undefined && (
        <Notice tone="warning" title={texts.conflict}>
          <p>{texts.conflictText}</p>
        </Notice>
      )}
      <p class="govuk-caption-l">
        {texts.position(`${position.at}`, `${position.of}`)} · {title}
      </p>
      <h1 class="govuk-heading-l">{step.title[locale]}</h1>
      {props.kept === true && <p class="govuk-body">{texts.kept}</p>}
      {step.intro !== undefined && <p class="govuk-body">{step.intro[locale]}</p>}
      <PortalForm action={`/requests/${requestId}/steps/${step.name}`} csrf={csrf}>
        <input type="hidden" name="step_version" value={`${stepVersion}`} />
        {step.fields.map((field) => (
          <FieldView key={field.name} field={field} context={fields} />
        ))}
        <ButtonGroup>
          <Button name="go" value="next">
            {texts.next}
          </Button>
          <Button variant="secondary" name="go" value="later">
            {texts.later}
          </Button>
        </ButtonGroup>
      </PortalForm>
      {savedBy !== undefined && (
        <p class="govuk-hint">{texts.savedBy(savedBy.name, formatDateTime(locale, savedBy.atMs))}</p>
      )}
    </PortalLayout>
  );
}
