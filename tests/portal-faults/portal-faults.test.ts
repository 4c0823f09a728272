// @module-tag built
import { describeFaults } from './describe-faults.ts';
import { firstOperations } from './operations/all.ts';

describeFaults(firstOperations);
