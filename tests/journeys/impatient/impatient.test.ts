import { describeImpatience, firstWays } from './impatient.ts';

describeImpatience(firstWays);
