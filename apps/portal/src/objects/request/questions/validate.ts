import { knownScopes, type Platform } from '@garance/core';
import type { Locale } from '@garance/web/view';
import { errorsOf } from '../../form/errors-of.ts';
import type { TextField } from '../../form/field.ts';
import { parseWhole } from '../../form/formats.ts';
import { checkField as checkFormField, type FieldProblem } from '../../form/parse-fields.ts';
import type { FieldErrors } from '../../form.ts';
import { answer, answerList, purposeField, type RequestAnswers } from '../answers.ts';
import type { Condition, Field, FormStep, FormStepName, Requirement } from './field.ts';
import { formSteps } from './steps.ts';

/** What the checks of an answer depend on. */
export interface QuestionContext {
  readonly answers: RequestAnswers;
  readonly platform: Platform;
  /** Number of documents of a field, by `<step>.<field>`. */
  readonly files: ReadonlyMap<string, number>;
  /** The version that must have been accepted. */
  readonly termsVersion: string;
  /** Set once citizens have identifiers: the choice can then no longer change. */
  readonly identifiersFixed?: 'common' | 'different';
}

export const fileKey = (step: FormStepName, field: string): string => `${step}.${field}`;

/** Problems of one step by field; empty when it is complete. Pure. */
export function checkStep(step: FormStep, context: QuestionContext, locale: Locale): FieldErrors {
  const problems = step.fields.flatMap((field) => checkField(step.name, field, context));
  const purposes = step.name === 'data' ? [...knownScopes(context.platform)].map(purposeQuestion) : [];
  return errorsOf(locale, [...step.fields, ...purposes], problems);
}

/** Incomplete steps with their problems. */
export function checkAll(context: QuestionContext, locale: Locale): ReadonlyMap<FormStepName, FieldErrors> {
  const checked = formSteps.map((step) => [step.name, checkStep(step, context, locale)] as const);
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

type Problem = Pick<FieldProblem, 'code' | 'about'>;

function checkField(step: FormStepName, field: Field, context: QuestionContext): readonly FieldProblem[] {
  if (field.kind === 'scopes') return checkScopes(context);
  const isNeeded = isRequired(field.required, context);
  const value = answer(context.answers, step, field.name);
  const found = (problem: Problem | undefined) =>
    problem === undefined ? [] : [{ field: field.name, ...problem }];
  switch (field.kind) {
    case 'files': {
      const count = context.files.get(fileKey(step, field.name)) ?? 0;
      if (count > field.maxCount) return found({ code: 'too-many-files' });
      return found(isNeeded && count === 0 ? { code: 'file-missing' } : undefined);
    }
    case 'tick':
      return found(value === tickValue(field.name, context) ? undefined : { code: 'not-ticked' });
    case 'known':
      return found(value === '' ? { code: 'missing' } : undefined);
    default:
      if (field.name === 'identifiers' && isFixedOtherwise(value, context)) {
        return found({ code: 'identifiers-fixed' });
      }
      return checkFormField(field, value, { isRequired: isNeeded });
  }
}

/** Value of a checked box; for the terms their version, so that new terms need a new acceptance. */
export function tickValue(field: string, { termsVersion }: Pick<QuestionContext, 'termsVersion'>): string {
  return field === 'terms' ? termsVersion : 'yes';
}

function isFixedOtherwise(value: string, { identifiersFixed }: QuestionContext): boolean {
  return identifiersFixed !== undefined && value !== identifiersFixed;
}

/** Only scopes of the platform, each with a purpose; `openid` needs none, because it gives an identifier only. */
function checkScopes({ answers, platform }: QuestionContext): readonly FieldProblem[] {
  const scopes = answerList(answers, 'data', 'scopes').filter((scope) => scope !== 'openid');
  const platformScopes = knownScopes(platform);
  const unknown = scopes.filter((scope) => !platformScopes.has(scope));
  return [
    ...unknown.map((about) => ({ field: 'scopes', code: 'unknown-scope' as const, about })),
    ...scopes
      .filter((scope) => platformScopes.has(scope))
      .flatMap((scope) =>
        checkFormField(purposeQuestion(scope), answer(answers, 'data', purposeField(scope)), {
          isRequired: true,
        }),
      ),
  ];
}

/** Purpose of a scope, asked beside its checkbox. */
export function purposeQuestion(scope: string) {
  return {
    kind: 'text',
    name: purposeField(scope),
    maxLength: 1000,
    label: { fr: `À quoi sert ${scope} ?`, en: `What is ${scope} for?` },
    codes: { missing: 'purpose-missing' },
  } as const satisfies TextField;
}
