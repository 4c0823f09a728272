/**
 * The questions of a habilitation request as data. The pages, the validation, the published list of questions, the
 * export and the differences are made from these definitions only.
 */
import type { Localized, Platform } from '@garance/core';
import type { ChoiceField, LongTextField, NumberField, TextField, TickField } from '../../form/field.ts';

/** Condition, on other answers or on the request, for showing or requiring a question. */
export type Condition =
  | { readonly is: 'answer'; readonly step: FormStepName; readonly field: string; readonly value: string }
  | { readonly is: 'above'; readonly step: FormStepName; readonly field: string; readonly limit: number }
  | { readonly is: 'platform'; readonly platform: Platform }
  /** A sibling answer or document is missing. */
  | { readonly is: 'absent'; readonly step: FormStepName; readonly field: string };

export type Requirement =
  | 'always'
  | 'never'
  /** `said`: the condition as text for people. */
  | { readonly when: Condition; readonly label: Localized };

/** A field of the form kit that may be required depending on other answers, or one of this form only. */
export type Field = (
  | TextField
  | LongTextField
  | NumberField
  | ChoiceField
  | TickField
  /** Documents, uploaded on a separate page. */
  | { readonly kind: 'files'; readonly maxCount: number }
  /** Scopes of the platform, each with a purpose in the field `purpose_<scope>`. */
  | { readonly kind: 'scopes' }
  /** Taken from the organisation, not typed. */
  | { readonly kind: 'known' }
) & {
  readonly name: string;
  readonly label: Localized;
  readonly hint?: Localized;
  readonly required: Requirement;
};

export const formStepNames = [
  'organisation',
  'project',
  'legal',
  'level',
  'data',
  'personal_data',
  'people',
  'commitments',
  'identifiers',
] as const;
export type FormStepName = (typeof formStepNames)[number];

export interface FormStep {
  readonly name: FormStepName;
  readonly title: Localized;
  readonly intro?: Localized;
  readonly fields: readonly Field[];
}

export function isFormStepName(name: string | undefined): name is FormStepName {
  return (formStepNames as readonly string[]).includes(name ?? '');
}
