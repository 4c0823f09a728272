// @module-tag matrix
import { describeSignIn, otherWays } from './sign-in.ts';

describeSignIn(otherWays);
