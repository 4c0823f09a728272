// @module-tag matrix
import { describeSignOut, otherWays } from './sign-out.ts';

describeSignOut(otherWays);
