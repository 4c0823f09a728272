// @module-tag matrix
import { describeChromium } from './further-hops.ts';

describeChromium(false);
