import type { Localized } from '@garance/core';
import type { Locale } from '@garance/web/view';
import type { FieldErrors } from '../../objects/form.ts';
import {
  type FieldName,
  type FieldRules,
  type RegistrationField,
  registrationSections,
} from '../../objects/registration/fields.ts';
import type { RegistrationFormValues } from '../../objects/registration/tables/registration-drafts.ts';
import { Sections } from '../form/field-view.tsx';

export interface RegistrationFieldsProps {
  readonly locale: Locale;
  readonly rules: FieldRules;
  readonly form: RegistrationFormValues;
  readonly errors: FieldErrors;
  /** Hints that replace those of the fields. */
  readonly hints?: Readonly<Partial<Record<FieldName, Localized>>>;
  /** Fields to show; all by default. */
  readonly only?: readonly FieldName[];
}

/** The fields of a registration that its partner decides. */
export function RegistrationFields({ rules, form, hints = {}, only, ...state }: RegistrationFieldsProps) {
  const { keysOffered = ['jwks_uri'], providers } = rules;
  const isShown = ({ name }: RegistrationField) => {
    // Clients with pasted keys have no address fields for keys (SSRF).
    if (name === 'jwksUri' || name === 'sectorIdentifierUri') return keysOffered.includes('jwks_uri');
    return name !== 'providerIds' || providers.length > 0;
  };
  const sections = registrationSections(rules).map(({ title, fields }) => ({
    title,
    fields: fields
      .filter((field) => isShown(field) && only?.includes(field.name) !== false)
      .map((field) => ({ ...field, ...(hints[field.name] !== undefined && { hint: hints[field.name] }) })),
  }));
  return <Sections sections={sections} values={form} {...state} />;
}
