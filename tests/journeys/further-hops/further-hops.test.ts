import { describeChromium } from './further-hops.ts';

describeChromium(true);
