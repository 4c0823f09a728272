import { commitmentsStep, identifiersStep } from './commitments.ts';
import { dataStep, personalDataStep } from './data.ts';
import type { FormStep, FormStepName } from './field.ts';
import { legalStep } from './legal.ts';
import { levelStep } from './level.ts';
import { organisationStep } from './organisation.ts';
import { peopleStep } from './people.ts';
import { projectStep } from './project.ts';

/** The form steps, in the order in which they are filled in. */
export const formSteps: readonly FormStep[] = [
  organisationStep,
  projectStep,
  legalStep,
  levelStep,
  dataStep,
  personalDataStep,
  peopleStep,
  commitmentsStep,
  identifiersStep,
];

const byName = new Map(formSteps.map((step) => [step.name, step]));

export function getFormStep(name: FormStepName): FormStep {
  const step = byName.get(name);
  if (step === undefined) throw new Error(`no step ${name}`);
  return step;
}
