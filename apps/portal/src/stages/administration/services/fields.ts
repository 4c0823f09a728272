import { type Field, inBoth } from '../../../objects/form/field.ts';
import { adminTexts } from '../texts.ts';

/** Reason for suspending or resuming sign-ins, shown to the partner. */
export const reasonFields = [
  {
    kind: 'long-text',
    name: 'reason',
    rows: 3,
    maxLength: 2_000,
    label: inBoth(adminTexts, (texts) => texts.reason),
    hint: inBoth(adminTexts, (texts) => texts.reasonHint),
  },
] as const satisfies readonly Field[];

/** For a registration that a partner manages here. */
export const accessFields = [
  ...reasonFields,
  { kind: 'tick', name: 'everywhere', label: inBoth(adminTexts, (texts) => texts.everywhere) },
] as const satisfies readonly Field[];
