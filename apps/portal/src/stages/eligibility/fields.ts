import { type Field, inBoth } from '../../objects/form/field.ts';
import { applicants, audiences, grounds } from '../../objects/service/decide-eligibility.ts';
import { eligibilityTexts } from './texts.ts';

const optionsOf = <const Value extends (typeof audiences | typeof applicants | typeof grounds)[number]>(
  values: readonly Value[],
) => values.map((value) => ({ value, label: inBoth(eligibilityTexts, (texts) => texts[value]) }));

/** The three questions. */
export const eligibilityFields = [
  {
    kind: 'choice',
    name: 'audience',
    options: optionsOf(audiences),
    label: inBoth(eligibilityTexts, ({ audience }) => audience),
  },
  {
    kind: 'choice',
    name: 'who',
    options: optionsOf(applicants),
    label: inBoth(eligibilityTexts, ({ applicant }) => applicant),
  },
  {
    kind: 'choice',
    name: 'ground',
    when: ['who', 'private'],
    options: optionsOf(grounds),
    label: inBoth(eligibilityTexts, ({ ground }) => ground),
  },
] as const satisfies readonly Field[];
