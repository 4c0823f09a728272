// @module-tag matrix
import { describeSwitch } from './switch.ts';

describeSwitch(false);
