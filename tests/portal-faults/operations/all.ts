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

/** One operation in the first ring: it writes to most tables and sends a mail. */
export const firstOperations: readonly Operation[] = [operationNamed('a request is submitted')];

/** @throws Error for an unknown name */
export function operationNamed(name: string): Operation {
  const found = operations.find((operation) => operation.name === name);
  if (found === undefined) throw new Error(`no operation ${name}`);
  return found;
}
