/** Every kind of operation of the partner space that is killed. */

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

/** One of each family, for the first ring. */
export const oneOfEach: readonly Operation[] = [
  'a request is submitted',
  'a registration is published',
  'a secret is rotated',
  'production is activated',
  'a thread is answered',
]
  .map(operationNamed)
  .concat(datapassOperations.slice(0, 1));

/** @throws Error for a name that no operation has */
export function operationNamed(name: string): Operation {
  const found = operations.find((operation) => operation.name === name);
  if (found === undefined) throw new Error(`no operation ${name}`);
  return found;
}
