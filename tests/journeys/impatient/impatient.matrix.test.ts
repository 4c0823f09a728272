// @module-tag matrix
import { describeImpatience, otherWays } from './impatient.ts';

describeImpatience(otherWays);
