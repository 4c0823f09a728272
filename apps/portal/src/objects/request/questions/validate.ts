import { knownScopes, type Platform } from '@garance/core';
import type { Locale } from '@garance/web/view';
import type { FieldErrors } from '../../form.ts';
import { answer, answerList, purposeField, type RequestAnswers } from '../answers.ts';
import type { Condition, Field, Requirement, Step, StepName } from './field.ts';
import { hasFormat, parseWhole } from './formats.ts';
import { steps } from './steps.ts';
import { validationTexts } from './validation-texts.ts';

/** Everything that deciding about an answer takes. */
export interface QuestionContext {
  readonly answers: RequestAnswers;
  readonly platform: Platform;
  /** How many documents hang on a field, by `<step>.<field>`. */
  readonly files: ReadonlyMap<string, number>;
  /** The version that must have been accepted. */
  readonly termsVersion: string;
  /** Identifiers are no longer for choosing once citizens have them. */
  readonly identifiersFixed?: 'common' | 'different';
}

export const fileKey = (step: StepName, field: string): string => `${step}.${field}`;

/** What is wrong with one step, by field; empty when it is complete. Pure. */
export function checkStep(step: Step, context: QuestionContext, locale: Locale): FieldErrors {
  const errors = step.fields.flatMap((field) => checkField(step.name, field, context, locale));
  return Object.fromEntries(errors);
}

/** Steps that are not complete, with what is wrong with each. */
export function checkAll(context: QuestionContext, locale: Locale): ReadonlyMap<StepName, FieldErrors> {
  const checked = steps.map((step) => [step.name, checkStep(step, context, locale)] as const);
  return new Map(checked.filter(([, errors]) => Object.keys(errors).length > 0));
}

export function isRequired(requirement: Requirement, context: QuestionContext): boolean {
  return requirement === 'always' || (requirement !== 'never' && holds(requirement.when, context));
}

function holds(condition: Condition, { answers, platform, files }: QuestionContext): boolean {
  switch (condition.is) {
    case 'answer':
      return answer(answers, condition.step, condition.field) === condition.value;
    case 'above':
      return (parseWhole(answer(answers, condition.step, condition.field)) ?? 0) > condition.limit;
    case 'platform':
      return platform === condition.platform;
    case 'absent': {
      const { step, field } = condition;
      return answer(answers, step, field) === '' && (files.get(fileKey(step, field)) ?? 0) === 0;
    }
  }
}

type Found = readonly (readonly [string, string])[];

function checkField(step: StepName, field: Field, context: QuestionContext, locale: Locale): Found {
  const texts = validationTexts(locale);
  const label = field.label[locale];
  const required = isRequired(field.required, context);
  const value = answer(context.answers, step, field.name);
  const one = (text: string): Found => [[field.name, text]];
  switch (field.kind) {
    case 'scopes':
      return checkScopes(context, locale);
    case 'files': {
      const count = context.files.get(fileKey(step, field.name)) ?? 0;
      if (count > field.maxCount) return one(texts.tooMany(label, field.maxCount));
      return required && count === 0 ? one(texts.fileMissing(label)) : [];
    }
    case 'tick':
      return value === tickValue(field.name, context) ? [] : one(texts.notTicked(label));
    case 'choice':
      return checkChoice(field, { value, required, context, locale });
    case 'known':
      return value === '' ? one(texts.missing(label)) : [];
    default:
      if (value === '') return required ? one(texts.missing(label)) : [];
      return checkText(field, value, locale);
  }
}

/** What a ticked box sends: for the terms their version, so that new terms are accepted anew. */
export function tickValue(field: string, { termsVersion }: Pick<QuestionContext, 'termsVersion'>): string {
  return field === 'terms' ? termsVersion : 'yes';
}

interface ChoiceCheck {
  readonly value: string;
  readonly required: boolean;
  readonly context: QuestionContext;
  readonly locale: Locale;
}

function checkChoice(
  field: Extract<Field, { kind: 'choice' }>,
  { value, required, context, locale }: ChoiceCheck,
): Found {
  const texts = validationTexts(locale);
  const label = field.label[locale];
  const { identifiersFixed } = context;
  if (field.name === 'identifiers' && identifiersFixed !== undefined && value !== identifiersFixed) {
    return [[field.name, texts.identifiersFixed]];
  }
  if (value === '') return required ? [[field.name, texts.notChosen(label)]] : [];
  return field.options.some((option) => option.value === value) ? [] : [[field.name, texts.notChosen(label)]];
}

function checkText(
  field: Extract<Field, { kind: 'text' | 'long-text' | 'number' }>,
  value: string,
  locale: Locale,
): Found {
  const texts = validationTexts(locale);
  const label = field.label[locale];
  if (field.kind === 'number') {
    const number = parseWhole(value);
    const fits = number !== undefined && number >= field.min && number <= field.max;
    return fits ? [] : [[field.name, texts.notANumber(label, field.min, field.max)]];
  }
  if (value.length > field.maxLength) return [[field.name, texts.tooLong(label, field.maxLength)]];
  const { format } = field.kind === 'text' ? field : {};
  return format === undefined || hasFormat(format, value) ? [] : [[field.name, texts.formats[format](label)]];
}

/** Only scopes of the platform, each with a purpose; `openid` alone gives an identifier, which is a purpose in itself. */
function checkScopes({ answers, platform }: QuestionContext, locale: Locale): Found {
  const texts = validationTexts(locale);
  const asked = answerList(answers, 'data', 'scopes').filter((scope) => scope !== 'openid');
  const known = knownScopes(platform);
  const unknown = asked.filter((scope) => !known.has(scope));
  const wrong = unknown.map((scope) => ['scopes', texts.unknownScope(scope)] as const);
  const purposes = asked
    .filter((scope) => known.has(scope))
    .flatMap((scope): Found => {
      const purpose = answer(answers, 'data', purposeField(scope));
      if (purpose === '') return [[purposeField(scope), texts.purposeMissing(scope)]];
      return purpose.length > 1000 ? [[purposeField(scope), texts.tooLong(scope, 1000)]] : [];
    });
  return [...wrong, ...purposes];
}
