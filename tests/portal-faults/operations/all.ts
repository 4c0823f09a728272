/** All operations of the partner space under test. */

import { datapassOperations } from './datapass.ts';
import { habilitationOperations } from './habilitation.ts';
import { integrationOperations } from './integration.ts';
import type { Operation } from './operation.ts';
import { peopleOperations } from './people.ts';
import { qualificationOperations } from './qualification.ts';

export const operations: readonly Operation[] = [
  ...habilitationOperations,
  ...integrationOperations,
  ...qualificationOperations,
  ...peopleOperations,
  ...datapassOperations,
];

/** Operations of the first ring: a decision, a secret, and an event from outside. */
export const firstOperations: readonly Operation[] = ['a request is submitted', 'production is activated']
  .map(operationNamed)
  .concat(datapassOperations.slice(0, 1));

/** @throws Error for an unknown name */
export function operationNamed(name: string): Operation {
  const found = operations.find((operation) => operation.name === name);
  if (found === undefined) throw new Error(`no operation ${name}`);
  return found;
}
