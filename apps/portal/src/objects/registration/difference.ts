import { listOf, textOf } from '../form/field.ts';
import { type FieldName, knownFields, linesOf, type RegistrationField } from './fields.ts';
import type { RegistrationFormValues } from './tables/registration-drafts.ts';

/** One changed field. Values in order, as typed; an empty list is an empty field. */
export interface FieldDifference {
  readonly field: FieldName;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Field by field, in the order of the form. `before` absent: everything that is filled in is new. */
export function differences(
  before: RegistrationFormValues | undefined,
  after: RegistrationFormValues,
): readonly FieldDifference[] {
  const read = (form: RegistrationFormValues, { kind, name }: RegistrationField) =>
    kind === 'choices' ? [...listOf(form, name)].sort() : linesOf(textOf(form, name));
  return knownFields
    .map((field) => ({ field: field.name, before: read(before ?? {}, field), after: read(after, field) }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}
