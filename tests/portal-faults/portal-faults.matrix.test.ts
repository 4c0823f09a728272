// @module-tag built
// @module-tag matrix
import { describeFaults } from './describe-faults.ts';
import { oneOfEach, operations } from './operations/all.ts';

describeFaults(operations.filter((operation) => !oneOfEach.includes(operation)));
