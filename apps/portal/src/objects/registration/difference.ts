import { type FieldName, linesOf, listFields, listOf, textFields } from './fields.ts';
import type { RegistrationFormValues } from './tables/registration-drafts.ts';

/** One field that is not as it was. Values in order, as typed; an empty list is an empty field. */
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
  const isList = (field: FieldName) => (listFields as readonly string[]).includes(field);
  const read = (form: RegistrationFormValues, field: FieldName) =>
    isList(field) ? [...listOf(form, field)].sort() : linesOf(form, field);
  return [...textFields, ...listFields]
    .map((field) => ({ field, before: read(before ?? {}, field), after: read(after, field) }))
    .filter((one) => JSON.stringify(one.before) !== JSON.stringify(one.after));
}
