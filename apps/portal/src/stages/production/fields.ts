import { type Field, inBoth } from '../../objects/form/field.ts';
import { overlaps } from '../../objects/registration/secrets.ts';
import { optionalHashField } from '../../parts/registration/own-hash.tsx';
import { productionTexts } from './texts.ts';

/** Confirmation of the activation. */
export const activationFields = [optionalHashField] as const satisfies readonly Field[];

export const overlapField = {
  kind: 'choice',
  name: 'overlap',
  label: inBoth(productionTexts, (texts) => texts.overlap),
  options: overlaps.map((value) => ({
    value,
    label: inBoth(productionTexts, (texts) => texts.overlaps[value]),
  })),
} as const satisfies Field;

/** A new secret beside the one in use. */
export const renewalFields = [overlapField, optionalHashField] as const satisfies readonly Field[];

/** Reason why the operator stops or resumes production. */
export const stopFields = [
  {
    kind: 'long-text',
    name: 'reason',
    rows: 3,
    maxLength: 4_000,
    optional: true,
    label: inBoth(productionTexts, (texts) => texts.reasonLabel),
  },
] as const satisfies readonly Field[];
