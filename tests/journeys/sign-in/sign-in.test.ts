import { describeSignIn, firstWays } from './sign-in.ts';

describeSignIn(firstWays);
