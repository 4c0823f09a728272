import type { Platform } from '@garance/core';
import type { Locale } from '@garance/web/view';
import { answer, purposeField, type RequestAnswers, requestedScopes } from '../answers.ts';
import { describeScope } from './claim-labels.ts';
import type { Field, FormStep, FormStepName } from './field.ts';
import { getFormStep } from './steps.ts';

/** One question with its answer, as text. */
export interface AnswerRow {
  readonly step: FormStepName;
  readonly field: string;
  readonly label: string;
  /** Lines; none when nothing was answered. */
  readonly lines: readonly string[];
}

/** Answers to describe: current ones or a frozen copy. */
export interface Described {
  readonly answers: RequestAnswers;
  readonly platform: Platform;
  /** Names of documents by field; those of the copy when absent. */
  readonly documents?: ReadonlyMap<string, readonly string[]>;
}

export function describeStep(step: FormStep, described: Described, locale: Locale): readonly AnswerRow[] {
  return step.fields.map((field) => ({
    step: step.name,
    field: field.name,
    label: field.label[locale],
    lines: describeField({ step: step.name, field, locale }, described),
  }));
}

/** Label of a field, for lists of differences, where only its name is known. */
export function fieldLabel(step: FormStepName, field: string, locale: Locale): string {
  if (field.startsWith('purpose_')) return field.slice('purpose_'.length);
  return getFormStep(step).fields.find(({ name }) => name === field)?.label[locale] ?? field;
}

const yes: Readonly<Record<Locale, string>> = { fr: 'Oui', en: 'Yes' };

interface Question {
  readonly step: FormStepName;
  readonly field: Field;
  readonly locale: Locale;
}

function describeField(
  { step, field, locale }: Question,
  { answers, platform, documents }: Described,
): readonly string[] {
  const value = answer(answers, step, field.name);
  switch (field.kind) {
    case 'choice':
      return lines(field.options.find((option) => option.value === value)?.label?.[locale] ?? value);
    case 'tick':
      return value === '' ? [] : [field.name === 'terms' ? `${yes[locale]} (version ${value})` : yes[locale]];
    case 'scopes':
      return requestedScopes(answers).map((scope) => {
        const purpose = answer(answers, 'data', purposeField(scope));
        const described = `${scope} (${describeScope(platform, scope, locale)})`;
        return purpose === '' ? described : `${described} — ${purpose}`;
      });
    case 'files':
      return documents?.get(`${step}.${field.name}`) ?? copiedNames(answers, field.name);
    default:
      return lines(value);
  }
}

const lines = (value: string): readonly string[] => (value === '' ? [] : value.split('\n'));

/** A frozen copy stores the names of its documents as `<id>/<name>`. */
function copiedNames(answers: RequestAnswers, field: string): readonly string[] {
  const copied = answers.attachments?.[field];
  return Array.isArray(copied) ? copied.map((entry) => entry.slice(entry.indexOf('/') + 1)) : [];
}
