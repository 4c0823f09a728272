// @module-tag built
import { describeFaults } from './describe-faults.ts';
import { oneOfEach } from './operations/all.ts';

describeFaults(oneOfEach);
