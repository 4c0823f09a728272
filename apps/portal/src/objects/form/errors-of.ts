import type { Locale } from '@garance/web/view';
import type { FieldErrors } from '../form.ts';
import type { Field } from './field.ts';
import type { FieldProblem } from './parse-fields.ts';
import { problemTexts } from './problem-texts.ts';

/** The first problem of each field, in words. */
export function errorsOf(
  locale: Locale,
  fields: readonly ProblemField[],
  problems: readonly FieldProblem[],
): FieldErrors {
  const errors: Record<string, string> = {};
  for (const problem of problems) {
    const field = fields.find(({ name }) => name === problem.field);
    errors[problem.field] ??= field === undefined ? '' : problemText(locale, field, problem);
  }
  return errors;
}

type ProblemField = Pick<Field, 'name' | 'label' | 'error'> & {
  readonly min?: number;
  readonly max?: number;
  readonly maxLength?: number;
  readonly maxCount?: number;
};

export function problemText(
  locale: Locale,
  field: ProblemField,
  { code, about = '' }: Pick<FieldProblem, 'code' | 'about'>,
): string {
  if (field.error !== undefined) return field.error[locale];
  const max = field.max ?? field.maxLength ?? field.maxCount ?? 0;
  return problemTexts(locale)[code]({ label: field.label[locale], about, min: field.min ?? 0, max });
}
