// @module-tag built
// @module-tag matrix
import { describeFaults } from './describe-faults.ts';
import { firstOperations, operations } from './operations/all.ts';

describeFaults(operations.filter((operation) => !firstOperations.includes(operation)));
