// @module-tag matrix
import { describeRun } from './run-the-suite.ts';

describeRun();
