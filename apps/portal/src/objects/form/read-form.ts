import type { Locale } from '@garance/web/view';
import type { FieldErrors, PortalForm } from '../form.ts';
import { errorsOf } from './errors-of.ts';
import { type Field, readFields, type ValuesOf } from './field.ts';
import { type FieldProblem, type MeaningsOf, parseFields } from './parse-fields.ts';

export type SentForm<F extends Field> =
  | { readonly ok: true; readonly values: ValuesOf<F>; readonly data: MeaningsOf<F> }
  | { readonly ok: false; readonly values: ValuesOf<F>; readonly errors: FieldErrors };

interface Reading<F extends Field> {
  readonly locale: Locale;
  /** Rules across fields. */
  readonly alsoWrong?: (values: ValuesOf<F>) => readonly FieldProblem<F['name']>[];
}

/** The submitted values as typed, with the parsed result or the problems. */
export function readForm<const F extends Field>(
  fields: readonly F[],
  form: PortalForm,
  { locale, alsoWrong }: Reading<F>,
): SentForm<F> {
  const values = readFields(fields, form);
  const parsed = parseFields(fields, values);
  const problems = [...(parsed.ok ? [] : parsed.problems), ...(alsoWrong?.(values) ?? [])];
  return parsed.ok && problems.length === 0
    ? { ok: true, values, data: parsed.data }
    : { ok: false, values, errors: errorsOf(locale, fields, problems) };
}
